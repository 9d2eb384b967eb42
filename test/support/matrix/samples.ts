/** A request for every operation: as somebody would send it, with one record named at one place. */
import type { FieldShape, ObjectShape } from '../../../src/lib/wire.ts'
import type { App } from '../app.ts'
import { password } from '../app.ts'
import type { Operation } from '../described.ts'
import { type Hired, signIn } from './actors.ts'
import type { Actor } from './policy.ts'
import { type Maker, inputOf, simple } from './records.ts'

export type Request = { method: string; path: string; headers: Record<string, string>; body?: unknown; form?: FormData }
/** Where a record is named: in the address, in the query, or at a place in the body (`update.*.id`). */
export type Place = { in: 'path' | 'query' | 'body'; name: string; object: string }
type Values = Record<string, unknown>

/** What a sample is made of. `home` gives what this actor may refer to: the same each time, or one that nobody else refers to. */
export type Ground = {
  app: App
  hired: Hired
  ours: Maker
  home: (actor: Actor, alone?: boolean) => Maker['target']
  byPath: Map<string, ObjectShape>
}

/** `id` at `place`; where that is in the body, `main` is the record of the address. `done`: it will be, so what is counted is made for it alone. Undefined: nobody has said how it is called. */
export async function sample(
  ground: Ground,
  operation: Operation,
  actor: Actor,
  { place, id, main, done = false }: { place: Place | undefined; id: string; main?: string; done?: boolean },
): Promise<Request | undefined> {
  const key = `${operation.method} ${operation.path}`
  const path = operation.path.replace('{id}', main ?? id).replace('{row}', '1')
  const own = fixed[key]
  const shape = ground.byPath.get(operation.path.split('/')[1]!)
  const made = own
    ? await own({ ground, actor, id, place })
    : shape && (await ofObject({ ground, operation, actor, place, id, main, done, shape }))
  if (!made) return undefined
  const { query, headers, ...rest } = made
  return { method: operation.method, path: path + (query ? `?${query}` : ''), headers: { ...actor.headers, ...headers }, ...rest }
}

type Made = { body?: unknown; form?: FormData; query?: string; headers?: Record<string, string> }
type Asked = {
  ground: Ground
  operation: Operation
  actor: Actor
  place: Place | undefined
  id: string
  main: string | undefined
  done: boolean
  shape: ObjectShape
}

async function ofObject(asked: Asked): Promise<Made | undefined> {
  const { ground, operation, actor, place, id, done, shape } = asked
  const [, , first, second] = operation.path.split('/')
  const home = ground.home(actor)
  // Repeating it must leave nothing behind either.
  const again = operation.method === 'POST' && first !== 'actions' && operation.parameters.some(({ name }) => name === 'Idempotency-Key')
  const headers: Record<string, string> = again ? { 'idempotency-key': `k${Math.random()}` } : {}
  const put = async (body: Values) => ({ headers, body: place?.in === 'body' ? await laidIn(asked, body, place, id) : body })
  const fresh = () => ground.ours.needed(shape.fields, shape.title, home, ground.home(actor, done))
  const deed = async (name: string) => inputOf(ground.ours, shape.name, name, home, actor.user ?? ground.hired.staff.salesperson)
  if (first === undefined) return operation.method === 'GET' ? { query: 'limit=200&sort=createdAt&count=exact' } : put(await fresh())
  if (first === 'query') return { body: { limit: 200, sort: 'createdAt' } }
  if (first === 'aggregate') return { body: { measures: [{ as: 'n', fn: 'count' }] } }
  if (first === 'export') return { query: 'format=csv&fields=id' }
  if (first === 'twins') return { query: `field=${shape.fields.find(({ twin }) => twin)!.name}&value=${encodeURIComponent('13800138000')}` }
  if (first === 'batch') {
    // What comes before a refusal goes with it.
    const made = place?.name.startsWith('create') || !shape.can.create ? [] : [await fresh()]
    return put(place?.name.startsWith('update') ? { create: made, update: [await changed(shape)] } : { create: made })
  }
  if (first === 'actions') return put({ ids: [], input: await deed(second!) })
  if (operation.method === 'PATCH') return put(await changed(shape))
  if (operation.method === 'POST' && second) return put(await deed(second))
  return operation.method === 'GET' || operation.method === 'DELETE' ? {} : undefined
}

/** A value that it had not before. */
async function changed({ fields, title }: ObjectShape): Promise<Values> {
  const open = fields.filter((field) => field.access === 'write' && !field.target && field.kind === 'kept')
  const field =
    open.find(({ name, type }) => type === 'longText' || name === 'note') ??
    open.find(({ type }) => type === 'text') ??
    open.find(({ name }) => title.includes(name)) ??
    open[0]!
  return { [field.name]: ['text', 'longText'].includes(field.type) ? `改过 ${Math.random()}` : await simple(field) }
}

/** The id at its place, with what must stand beside it there. */
async function laidIn({ ground, shape, operation, actor, main, done }: Asked, body: Values, place: Place, id: string): Promise<Values> {
  const parts = place.name.split('.')
  if (place.name === 'ids.*') return { ...body, ids: [id] }
  if (place.name === 'remove.*') return { ...body, remove: [id] }
  const home = ground.home(actor)
  const deed = operation.path.split('/').at(-1)
  const questions = shape.actions.find(({ name }) => name === deed)?.input ?? []
  const lay = async (values: Values, [part, ...rest]: string[], fields: FieldShape[]): Promise<Values> => {
    if (!rest.length) return { ...values, [part!]: id }
    if (rest.join() === '*') return { ...values, [part!]: [id] }
    if (part === 'input') return { ...values, input: await lay(values.input as Values, rest, [...questions, ...fields]) }
    if (part === 'create' || part === 'update') {
      const start =
        part === 'create'
          ? await ground.ours.needed(shape.fields, shape.title, home, ground.home(actor, done))
          : { ...(values.update as Values[] | undefined)?.[0], id: main }
      return { ...values, [part]: [await lay(start, rest.slice(1), fields)] }
    }
    const field = fields.find(({ name }) => name === part)!
    const inner = field.parts ?? { many: true, fields: ground.ours.shapeOf((field.options as { of: string }).of).fields }
    const start = field.parts
      ? await ground.ours.needed(
          inner.fields.filter(({ name }) => !rest.includes(name)).map((each) => ({ ...each, access: 'write' })),
          [],
          home,
        )
      : await ground.ours.lineOf(ground.ours.shapeOf((field.options as { of: string }).of), ground.home(actor, done))
    return { ...values, [part!]: inner.many ? [await lay(start, rest.slice(1), inner.fields)] : await lay(start, rest, inner.fields) }
  }
  return lay(body, parts, [...questions, ...shape.fields])
}

type On = { ground: Ground; actor: Actor; id: string; place: Place | undefined }
const nothing = () => ({})
const upload = (object?: string) => () => {
  const form = new FormData()
  if (object) form.set('object', object)
  form.set('file', new Blob([`姓名,手机\r\n何丽玲 ${Math.random()},139 2552 2956\r\n`]), '名片.csv')
  return { form }
}

/** Operations that belong to no object. */
const fixed: Record<string, (on: On) => Made | Promise<Made>> = {
  // Nobody's session at this browser ends by it.
  'POST /session': () => ({ headers: { cookie: '' }, body: { email: 'sales@firm.test', password } }),
  // Whoever goes out goes out with a session of his own, so that he is there for the next question.
  'DELETE /session': async ({ ground, actor }) => ({ headers: await another(ground, actor) }),
  'POST /session/workspace': ({ id }) => ({ body: { workspace: id } }),
  'GET /me': nothing,
  'PATCH /me': () => ({ body: { mobile: `138${String(Math.floor(Math.random() * 1e8)).padStart(8, '0')}` } }),
  // All sessions of his but this one end.
  'POST /me/password': async ({ ground, actor }) => ({
    headers: await another(ground, actor, 'below@firm.test'),
    body: { current: password, next: password },
  }),
  'GET /me/keys': nothing,
  'POST /me/keys': () => ({ body: { name: '脚本' } }),
  'DELETE /me/keys/{id}': nothing,
  'GET /setup': nothing,
  'POST /setup': () => ({ body: { firm: '二', name: '二', email: 'b@b.test', password } }),
  'POST /colleagues': ({ id, place }) => ({
    body: { people: [{ name: '新人', email: `new${Math.random()}@firm.test`, password, ...(place ? { department: id } : {}) }] },
  }),
  'POST /colleagues/{id}/disable': nothing,
  'POST /colleagues/{id}/enable': nothing,
  'POST /colleagues/{id}/password': () => ({ body: { password: 'correct horse 43' } }),
  'GET /schema': nothing,
  'GET /openapi.json': nothing,
  'GET /search': () => ({ query: 'q=13800138000' }),
  'GET /events': nothing,
  'GET /day': nothing,
  'POST /day/snooze': ({ id }) => ({ body: { object: 'leads', id, until: '2099-01-01' } }),
  'POST /day/seen': nothing,
  'GET /changesets': ({ ground }) => ({ query: `limit=200&by=${ground.hired.staff.salesperson}` }),
  'GET /changesets/{id}': nothing,
  'GET /changesets/{id}/changes': nothing,
  'POST /changesets/{id}/undo': () => ({ body: {} }),
  'GET /removed': nothing,
  'POST /files': upload(),
  'GET /files/{id}': nothing,
  'GET /imports': nothing,
  'POST /imports': upload('leads'),
  'GET /imports/template': () => ({ query: 'object=leads' }),
  'GET /imports/{id}': nothing,
  'PATCH /imports/{id}': () => ({ body: { twins: 'create' } }),
  'DELETE /imports/{id}': nothing,
  'POST /imports/{id}/check': nothing,
  'POST /imports/{id}/run': nothing,
  'POST /imports/{id}/stop': nothing,
  'GET /imports/{id}/problems': nothing,
  'PATCH /imports/{id}/rows/{row}': () => ({ body: { skip: true } }),
  'GET /imports/{id}/failed.csv': nothing,
}

async function another({ app }: Ground, actor: Actor, email = 'sales@firm.test'): Promise<Record<string, string>> {
  if (!actor.session || !actor.person || !actor.csrf) return {}
  return signIn(app, actor.home ? email : 'passer-by@firm.test')
}
