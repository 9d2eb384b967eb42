/** Houses with one fault each, which the matrix must notice: in the rights themselves, in what a refusal leaves behind, in what it says. */
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import type { RoleDefinition } from '../../../src/engine/definition.ts'
import { ask } from '../rows.ts'
import type { Ask } from './asked.ts'
import type { Case, Matrix } from './cases.ts'

/** Where it is looked for; how it is planted, which answers how to mend it; what stands between the asker and the house. */
export type Fault = {
  only: (each: Case) => boolean
  plant?: (matrix: Matrix) => Promise<() => unknown>
  between?: (matrix: Matrix, ask: Ask) => Ask
}

const of =
  (call: RegExp, actor: RegExp, situation = /./) =>
  ({ operation, actor: who, situation: relation, place }: Case) =>
    call.test(`${operation.method} ${operation.path}`) && actor.test(who.name) && (!place || situation.test(relation))

export const faults: Record<string, Fault> = {
  'a branch is dropped: what hangs on a customer no longer opens with him': {
    only: of(/^GET \/activities(\/\{id\})?$/, /^a (salesperson|manager)$/, /own|by account/),
    async plant({ app }) {
      const catalog = await app.house.catalogOf((await app.principal('administrator')).workspace)
      const activity = catalog.objects.get('activity')!
      const { anchors } = activity
      activity.anchors = []
      return () => (activity.anchors = anchors)
    },
  },
  'a branch is dropped: what is shared': {
    only: of(/^GET \/leads(\/\{id\})?$/, /^a salesperson$/, /shared/),
    async plant({ app }) {
      await ask(app, `update $.share set object = 'no ' || object`)
      return () => ask(app, `update $.share set object = substr(object, 4)`)
    },
  },
  'a branch is dropped: what hangs on what is shared': {
    only: of(/^GET \/activities(\/\{id\})?$/, /^a salesperson$/, /by shared account/),
    async plant({ app }) {
      await ask(app, `update $.share set object = 'no account' where object = 'account'`)
      return () => ask(app, `update $.share set object = 'account' where object = 'no account'`)
    },
  },
  'a scope is too wide': {
    only: of(/^GET \/leads(\/\{id\})?$/, /^a salesperson$/, /own|colleague|far/),
    plant: (matrix) => change(roleOf(matrix, 'salesperson').objects['*']!, { read: 'department' }),
  },
  'what nobody owns is open to all': {
    only: of(/^GET \/leads\/\{id\}$/, /^a salesperson$/, /unowned|own/),
    plant: (matrix) => change(roleOf(matrix, 'salesperson').objects['*']!, { unowned: true }),
  },
  'a deed is done without its right': {
    only: of(/^POST \/colleagues/, /^a salesperson$/),
    plant: (matrix) => change(roleOf(matrix, 'salesperson'), { rights: ['admin', 'export', 'import'] }),
  },
  'a product is changed by who may only read it': {
    only: of(/^PATCH \/products\/\{id\}$/, /^a salesperson$/, /there/),
    plant: (matrix) => change(roleOf(matrix, 'salesperson').objects.product!, { write: 'all' }),
  },
  'a removed record is still readable': {
    only: of(/^GET \/leads\/\{id\}$/, /administrator$/, /removed|foreign/),
    async plant({ app, standing }) {
      const { id } = standing('lead', 'removed', [])
      await ask(
        app,
        `insert into $.o_lead select (jsonb_populate_record(null::$.o_lead, c.before)).* from $.change c where c.record = ?::uuid and c.op = 'r'`,
        [id],
      )
      return () => ask(app, 'delete from $.o_lead where id = ?::uuid', [id])
    },
  },
  'a refusal no longer takes back what came before it': {
    only: of(/^POST \/leads\/batch$/, /^a salesperson$/, /far|removed|shared$/),
    async plant({ app: { house } }) {
      const { as } = house.database
      house.database.as = async (role, work, options) => {
        let refusal: unknown
        const answer = await as(role, (run) => work(run).catch((error: unknown) => void (refusal = error) as never), options)
        if (refusal) throw refusal
        return answer
      }
      return () => (house.database.as = as)
    },
  },
  'it is refused after it was written': {
    only: of(/^PATCH \/leads\/\{id\}$/, /^a salesperson$/, /shared$|far/),
    between:
      ({ app }, asked) =>
      async (request) => {
        const authorization = `Bearer ${app.keys.administrator}`
        if (request.method === 'PATCH') await asked({ ...request, headers: { ...request.headers, authorization } })
        return asked(request)
      },
  },
  'a file that was refused stays': {
    only: of(/^POST \/imports$/, /without a role/),
    between:
      ({ app }, asked) =>
      async (request) => {
        const given = await asked(request)
        writeFileSync(path.join(app.house.files, String(Math.random())), 'left behind')
        return given
      },
  },
  'what is hidden is refused in other words than what is not there': {
    only: of(/^GET \/leads\/\{id\}$/, /^a salesperson$/, /far|none/),
    between:
      ({ standing }, asked) =>
      async (request) => {
        const given = await asked(request)
        return request.path.includes(standing('lead', 'far', []).id) ? { ...given, body: given.body.replace('找不到', '看不到') } : given
      },
  },
  'who may know of it is told that it is not there': {
    only: of(/^PATCH \/leads\/\{id\}$/, /^a salesperson$/, /shared$/),
    between: (_, asked) => async (request) => {
      const given = await asked(request)
      return given.status === 403 ? { status: 404, body: given.body.replace('"forbidden"', '"not-found"') } : given
    },
  },
  'nobody needs to sign in': {
    only: of(/^GET \/schema$/, /^nobody$/),
    between:
      ({ app }, asked) =>
      (request) =>
        asked({ ...request, headers: { authorization: `Bearer ${app.keys.administrator}` } }),
  },
  'a leaver’s key opens': {
    only: of(/^GET \/(me|leads)$/, /^a leaver with his key$/),
    plant: ({ app, hired }) => platform(app, hired.staff.leaver),
  },
  'a narrower key is as wide as any': {
    only: of(/^GET \/leads$/, /narrower/),
    async plant({ app }) {
      await ask(app, `update platform.api_key set scopes = null, name = 'narrow' where scopes is not null`)
      return () => ask(app, `update platform.api_key set scopes = '[]'::jsonb where name = 'narrow'`)
    },
  },
  'a cookie alone is enough': {
    only: of(/^POST \/leads$/, /^another site/),
    between:
      ({ hired }, asked) =>
      (request) =>
        asked({ ...request, headers: { ...hired.actors.find(({ name }) => name.endsWith('at the browser'))!.headers } }),
  },
}

const roleOf = ({ app }: Matrix, name: string): RoleDefinition => app.house.registry.roles.find((role) => role.name === name)!

async function change<T extends object>(of: T, more: Partial<T>): Promise<() => unknown> {
  const before = { ...of }
  Object.assign(of, more)
  return () => {
    for (const name of Object.keys(more)) if (!(name in before)) delete of[name as keyof T]
    Object.assign(of, before)
  }
}

async function platform(app: Matrix['app'], user: string): Promise<() => unknown> {
  const set = (at: string) => ask(app, `update platform.membership set disabled_at = ${at} where user_id = ?::uuid`, [user])
  await ask(app, 'update $.o_user set f_active = true where id = ?::uuid', [user])
  await set('null')
  return () => set('now()')
}
