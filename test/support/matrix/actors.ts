/** Everybody who may knock at our door: of each kind of credential and of each role one. */
import sql from 'sql-template-tag'
import type { RoleDefinition } from '../../../src/engine/definition.ts'
import { createKey } from '../../../src/platform/auth/keys.ts'
import { addColleagues } from '../../../src/platform/colleagues/add.ts'
import { insertPerson, personOf } from '../../../src/platform/directory/people.ts'
import { type App, type Call, caller, emails, password } from '../app.ts'
import { ask } from '../rows.ts'
import type { Actor, Firm } from './policy.ts'

export type Staff = Record<
  'administrator' | 'manager' | 'salesperson' | 'other' | 'colleague' | 'below' | 'bare' | 'leaver' | 'guest',
  string
>
export type Hired = {
  staff: Staff
  actors: Actor[]
  firm: Firm
  keys: Record<keyof Staff, string>
  neighbour: Call
  neighbourKey: string
  neighbourId: string
  neighbourUser: string
}

/** `colleague` sits in the salesperson's department, `below` in one below it, `bare` has no role at all; `guest` is whom things are shared with, and knocks nowhere. */
export async function hire(app: App): Promise<Hired> {
  const { administrator, manager, salesperson, other } = app.users
  const [{ f_department: first }] = (await ask(app, 'select f_department from $.o_user where id = ?::uuid', [manager])) as [
    { f_department: string },
  ]
  const group = (await app.as.administrator('POST', '/departments', { name: '一组', parent: first })).body.id as string
  const people = [
    { name: '同组', email: 'colleague@firm.test', password, department: first, roles: ['salesperson'] },
    { name: '下级', email: 'below@firm.test', password, department: group, roles: ['salesperson'] },
    { name: '无权', email: 'bare@firm.test', password, department: first, roles: [] },
    { name: '离职', email: 'leaver@firm.test', password, department: first, roles: ['salesperson'] },
    { name: '被共享', email: 'guest@firm.test', password, roles: [] },
  ]
  const { ids } = await addColleagues(app.house, await app.principal('administrator'), people)
  const staff: Staff = {
    administrator,
    manager,
    salesperson,
    other,
    colleague: ids[0]!,
    below: ids[1]!,
    bare: ids[2]!,
    leaver: ids[3]!,
    guest: ids[4]!,
  }
  const keyOf = async (email: string) => {
    const person = (await personOf(app.fresh.database, email))!.id
    return createKey(app.fresh.database, { person, workspace: app.workspace.id }, 'test')
  }
  const keys = { ...app.keys } as Record<keyof Staff, string>
  for (const [i, name] of (['colleague', 'below', 'bare', 'leaver', 'guest'] as const).entries())
    keys[name] = (await keyOf(people[i]!.email)).key
  const bearer = (key: string) => ({ authorization: `Bearer ${key}` })
  // As they are now: what is done to the house's own later is what the policy shall notice.
  const roleOf = (name: string) => structuredClone(app.house.registry.roles.filter((role) => role.name === name))
  const nobody = (name: string, headers: Record<string, string>): Actor => actor(name, headers, { person: false, home: null })
  const member = (name: string, who: keyof Staff, roles: RoleDefinition[], headers = bearer(keys[who])): Actor =>
    actor(name, headers, { user: staff[who], roles })

  const session = await signIn(app, emails.salesperson)
  const leaving = await signIn(app, 'leaver@firm.test')
  expectOk(await app.as.administrator('POST', `/colleagues/${staff.leaver}/disable`))
  const [scoped, revoked] = [await keyOf(emails.administrator), await keyOf(emails.administrator)]
  await app.fresh.database.owner(async (run) => {
    await run(sql`update platform.api_key set scopes = '["leads.read"]'::jsonb where id = ${scoped.id}`)
    await run(sql`update platform.api_key set revoked_at = now() where id = ${revoked.id}`)
  })
  for (const email of ['drifter@firm.test', 'passer-by@firm.test'])
    await insertPerson(app.fresh.database, { name: '路人', email, password })
  const neighbour = await app.neighbour()
  const neighbourUser = ((await neighbour.call('GET', '/me')).body.user as { id: string }).id
  const actors: Actor[] = [
    nobody('nobody', {}),
    nobody('a made-up key', bearer('gx_00000000000000000000000000000000000000000000')),
    nobody('a revoked key of an administrator', bearer(revoked.key)),
    nobody('a key with narrower scopes', bearer(scoped.key)),
    nobody('a leaver with his key', bearer(keys.leaver)),
    nobody('a leaver with his session', leaving),
    actor('a person without a workspace', await signIn(app, 'drifter@firm.test'), { home: null, session: true }),
    actor(
      'another site with his cookie',
      { cookie: session.cookie! },
      { user: staff.salesperson, roles: roleOf('salesperson'), session: true, csrf: false },
    ),
    actor('another firm’s administrator', bearer(neighbour.key), { home: 'theirs', user: neighbourUser, roles: roleOf('administrator') }),
    member('a member without a role', 'bare', []),
    member('a salesperson', 'salesperson', roleOf('salesperson')),
    {
      ...member(
        'a salesperson at the browser',
        'salesperson',
        roleOf('salesperson'),
        session as { authorization: string } & typeof session,
      ),
      session: true,
    },
    member('a manager', 'manager', roleOf('manager')),
    member('an administrator', 'administrator', roleOf('administrator')),
  ]
  return {
    staff,
    actors,
    firm: await firmOf(app),
    keys,
    neighbour: neighbour.call,
    neighbourKey: neighbour.key,
    neighbourId: neighbour.workspace.id,
    neighbourUser,
  }
}

const actor = (name: string, headers: Record<string, string>, more: Partial<Actor>): Actor => ({
  name,
  home: 'ours',
  person: true,
  session: false,
  csrf: true,
  user: null,
  roles: [],
  headers,
  ...more,
})

/** The headers of a fresh session. */
export async function signIn(app: App, email: string, word = password): Promise<Record<string, string>> {
  const call = caller(app.url, 'none')
  const answer = await call('POST', '/session', { email, password: word })
  expectOk(answer)
  return { cookie: answer.headers.getSetCookie()[0]!.split(';')[0]!, 'x-csrf': answer.body.csrf as string }
}

export function expectOk({ status, body }: { status: number; body: unknown }): void {
  if (status >= 300) throw new Error(`${status} ${JSON.stringify(body).slice(0, 1000)}`)
}

async function firmOf(app: App): Promise<Firm> {
  const users = await ask(app, 'select id, f_department from $.o_user')
  const departments = await ask(app, 'select id, f_parent from $.o_department')
  const { objects, actions } = app.house.registry
  return {
    departments: new Map(users.map((row) => [row.id, row.f_department!])),
    parents: new Map(departments.map((row) => [row.id, row.f_parent!])),
    objects: new Map(objects.map((object) => [object.name, object])),
    actions,
  }
}
