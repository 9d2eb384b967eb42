/** Whatever the API answers is what its document says it answers: real calls of every operation, each judged by the schema of its answer. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { FieldShape, ObjectShape } from '../src/lib/wire.ts'
import { type Answer, type App, type Who, password, startApp } from './support/app.ts'
import { type Document, type Judge, judgeOf } from './support/described.ts'
import { valueOf } from './support/values.ts'

let app: App
let document: Document
let judge: Judge
const seen = new Set<string>()
let wrong: string[] = []
beforeEach(() => void (wrong = []))

beforeAll(async () => {
  app = await startApp()
  document = (await app.as.administrator('GET', '/openapi.json')).body
  judge = judgeOf(document)
})
afterAll(() => app.stop())

type Options = { body?: unknown; form?: FormData; headers?: Record<string, string> }

/** A real call; its answer is judged, and remembered as seen when it went well. */
async function call(
  method: string,
  path: string,
  { body, form, headers = { authorization: `Bearer ${app.keys.administrator}` } }: Options = {},
) {
  const json: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' }
  const sent = form ?? (body === undefined ? undefined : JSON.stringify(body))
  const answer = await fetch(`${app.url}/api/v1${path}`, { method, headers: { ...headers, ...json }, body: sent ?? null })
  const text = await answer.text()
  const type = answer.headers.get('content-type') ?? ''
  const given = { status: answer.status, type, body: type.includes('json') ? JSON.parse(text) : text }
  const operation = judge.find(method, path)!
  wrong.push(...judge.wrong(operation, given))
  if (answer.ok) seen.add(operation.id)
  return { status: given.status, body: given.body as Answer['body'], headers: answer.headers }
}

async function objects(): Promise<ObjectShape[]> {
  return (await call('GET', '/schema')).body.objects
}

/** Makes a record with every field filled that people may fill; references get records of their own. */
async function make(shapes: ObjectShape[], object: ObjectShape, only: 'all' | 'needed' = 'all'): Promise<string> {
  if (!object.can.create) return lineOf(shapes, object)
  const { body, status } = await call('POST', `/${object.path}`, {
    body: await valuesFor(
      shapes,
      object.fields.filter((field) => field.access === 'write' && (only === 'all' || field.required || object.title.includes(field.name))),
    ),
  })
  // Of some there is one: the second would be the same.
  if (body.code === 'invalid' && body.errors[0].code === 'not-unique') return firstOf(object)
  expect(status, `${object.name} ${JSON.stringify(body)}`).toBe(201)
  return body.id
}

const firstOf = async ({ path }: ObjectShape): Promise<string> => (await call('GET', `/${path}?limit=1`)).body.records[0].id

/** A line comes with its document. */
async function lineOf(shapes: ObjectShape[], object: ObjectShape): Promise<string> {
  const holds = (field: FieldShape) => (field.options as { of?: string }).of === object.name && field.type === 'lines'
  const document = shapes.find((shape) => shape.fields.some(holds))!
  const line = await valuesFor(
    shapes,
    object.fields.filter((field) => field.access === 'write'),
  )
  // Of an order that has no lines nothing is owed, so nothing is allocated.
  if ('order' in line) line.amount = '0'
  const needed = await valuesFor(
    shapes,
    document.fields.filter((field) => field.access === 'write' && (field.required || field.name === 'amount')),
  )
  const { body, status } = await call('POST', `/${document.path}`, { body: { ...needed, [document.fields.find(holds)!.name]: [line] } })
  expect(status, `${document.name} ${JSON.stringify(body)}`).toBe(201)
  return firstOf(object)
}

async function valuesFor(shapes: ObjectShape[], fields: FieldShape[]): Promise<Record<string, unknown>> {
  const values: Record<string, unknown> = {}
  for (const field of fields) {
    const target = shapes.find((shape) => shape.name === field.target)
    const parts = field.parts && (await valuesFor(shapes, field.parts.fields))
    const owned = field.type === 'lines' && shapes.find((shape) => shape.name === (field.options as { of: string }).of)
    const value = owned
      ? // Of an order that has no lines nothing is owed, so nothing is allocated.
        owned.fields.some(({ name }) => name === 'order' && owned.name === 'allocation')
        ? []
        : [
            await valuesFor(
              shapes,
              owned.fields.filter((each) => each.access === 'write'),
            ),
          ]
      : parts
        ? field.parts!.many
          ? [parts]
          : parts
        : target
          ? target.name === 'user'
            ? app.users.salesperson
            : await make(shapes, target, 'needed')
          : field.name === 'validUntil'
            ? '2099-12-31'
            : await valueOf(field)
    if (value !== undefined) values[field.name] = value
  }
  return values
}

/** Some questions make no sense for many at once. */
const forMany = (object: ObjectShape, deed: string, input: Record<string, unknown>) => {
  const single = object.actions.find(({ name }) => name === deed)!.input.filter((field) => field.single)
  return Object.fromEntries(Object.entries(input).filter(([name]) => !single.some((field) => field.name === name)))
}

/** Every deed on a record whose time for it has come, made for it where there is none; and on many. */
async function deeds(shapes: ObjectShape[], object: ObjectShape): Promise<void> {
  const inputs = new Map<string, Record<string, unknown>>()
  for (const { name, asks, input } of object.actions)
    inputs.set(name, await valuesFor(shapes, [...asks.map(({ field }) => object.fields.find((each) => each.name === field)!), ...input]))
  const records: string[] = []
  const act = async (name: string): Promise<boolean> => {
    for (const id of records) {
      const { body } = await call('GET', `/${object.path}/${id}/${name}`)
      const input = { ...inputs.get(name), ...body.starts }
      if (body.can === true && (await call('POST', `/${object.path}/${id}/${name}`, { body: input })).status === 200) return true
    }
    return false
  }
  const left = new Set(object.actions.map(({ name }) => name))
  // One deed often opens the way for one of several others (sent: accepted, rejected, revised), so the ways are gone again.
  for (let round = 0; round < 8 && left.size; round++) {
    records.push(await make(shapes, object), await make(shapes, object, 'needed'))
    const before = left.size
    for (const name of left) if (await act(name)) left.delete(name)
    if (left.size === before) for (const { name } of object.actions) if (!left.has(name) && (await act(name))) break
  }
  for (const { name } of object.actions) {
    const ids = [await make(shapes, object, 'needed'), app.workspace.id]
    await call('POST', `/${object.path}/actions/${name}`, { body: { ids, input: forMany(object, name, inputs.get(name)!) } })
  }
}

test('records of every object', async () => {
  const shapes = await objects()
  for (const object of shapes) {
    const at = `/${object.path}`
    const id = await make(shapes, object)
    const read = await call('GET', `${at}/${id}`)
    const described = Object.keys(document.components.schemas[object.name]!.properties as object)
    expect(Object.keys(read.body).toSorted(), object.name).toEqual(described.toSorted())
    const references = object.fields.filter((field) => field.target && field.kind === 'kept').map((field) => field.name)
    await call('GET', `${at}?count=capped&limit=5&expand=${references.join(',')}`)
    await call('POST', `${at}/query`, {
      body: {
        limit: 5,
        count: 'exact',
        fields: described.slice(0, 2).filter((name) => object.fields.some((field) => field.name === name)),
      },
    })
    await call('POST', `${at}/aggregate`, {
      body: {
        groupBy: [{ field: 'createdAt', by: 'month' }, { field: 'createdBy' }],
        measures: [
          { as: 'n', fn: 'count' },
          { as: 'last', fn: 'max', field: 'updatedAt' },
        ],
      },
    })
    for (const field of object.fields.filter((each) => each.twin))
      await call('GET', `${at}/twins?field=${field.name}&value=${encodeURIComponent(String(await valueOf(field)))}`)
    for (const format of ['csv', 'xlsx']) await call('GET', `${at}/export?format=${format}`)
    if (object.actions.some(({ name }) => name === 'share')) {
      const { body } = await call('POST', `${at}/${id}/share`, { body: { user: app.users.manager, level: 'read' } })
      await call('GET', `/changesets/${body.changeset}/changes`)
      expect((await call('GET', `${at}/${id}/shares`)).body.records, object.name).toHaveLength(1)
    }
    await call('GET', `${at}/${id}/timeline`)
    await call('GET', `${at}/${id}/history`)
    await call('GET', `${at}/${app.workspace.id}`)
    if (!object.can.create) continue
    await call('PATCH', `${at}/${id}`, { body: { version: 1 } })
    await deeds(shapes, object)
    if (document.paths[`${at}/{id}/document`]) for (const form of ['document', 'document.pdf']) await call('GET', `${at}/${id}/${form}`)
    const goes = document.paths[`${at}/{id}`]!.delete !== undefined
    await call('POST', `${at}/batch`, { body: { update: [{ id }], ...(goes ? { remove: [await make(shapes, object)] } : {}) } })
    if (goes) await call('DELETE', `${at}/${await make(shapes, object)}`)
  }
  expect(wrong).toEqual([])
})

test('people, the log, files', async () => {
  const json = { 'content-type': 'application/json' }
  const signedIn = await call('POST', '/session', { body: { email: 'other@firm.test', password }, headers: json })
  const cookie = { cookie: signedIn.headers.getSetCookie()[0]!.split(';')[0]!, 'x-csrf': signedIn.body.csrf as string }
  await call('GET', '/me', { headers: cookie })
  await call('GET', '/me')
  await call('POST', '/session/workspace', { body: { workspace: app.workspace.id }, headers: cookie })
  const key = await call('POST', '/me/keys', { body: { name: '脚本' }, headers: cookie })
  await call('GET', '/me/keys', { headers: cookie })
  await call('DELETE', `/me/keys/${key.body.id}`, { headers: cookie })
  await call('PATCH', '/me', { body: { mobile: '13800138000' }, headers: cookie })
  await call('POST', '/me/password', { body: { current: password, next: `${password}!` }, headers: cookie })
  await call('DELETE', '/session', { headers: cookie })
  await call('GET', '/me', { headers: cookie })
  await call('GET', '/setup', { headers: {} })
  await call('POST', '/setup', { body: { firm: '二', name: '二', email: 'b@b.test', password }, headers: json })
  const { body: hired } = await call('POST', '/colleagues', {
    body: { people: [{ name: '新人', email: 'new@firm.test', password, mobile: '13800138001' }] },
  })
  for (const verb of ['disable', 'enable']) await call('POST', `/colleagues/${hired.ids[0]}/${verb}`)
  await call('POST', `/colleagues/${hired.ids[0]}/password`, { body: { password: 'correct horse 43' } })

  const lead = (await call('POST', '/leads', { body: { name: '何丽玲', mobile: '13912345678' } })).body
  const changed = (await call('PATCH', `/leads/${lead.id}`, { body: { name: '何丽' } })).body
  await call('PATCH', `/leads/${lead.id}`, { body: { name: '何', version: 1 } })
  await call('GET', '/search?q=何丽')
  await call('GET', '/changesets?limit=5')
  await call('GET', `/changesets/${changed.changeset}`)
  await call('GET', `/changesets/${changed.changeset}/changes`)
  await call('POST', `/changesets/${changed.changeset}/undo`, { body: {} })
  await call('POST', `/changesets/${changed.changeset}/undo`)
  await call('DELETE', `/leads/${lead.id}`)
  await call('GET', '/removed')
  const { body: mine } = await call('POST', '/leads', { body: { name: '今天的', nextStep: '打电话', nextStepAt: '2020-01-01' } })
  await call('GET', '/day')
  await call('POST', '/day/snooze', { body: { object: 'leads', id: mine.id, until: '2099-01-01' } })
  await call('POST', '/day/seen')
  await call('GET', '/openapi.json')

  const form = new FormData()
  form.set('file', new Blob(['hello']), '说明.txt')
  const { body: sent } = await call('POST', '/files', { form })
  await call('GET', `/files/${sent.files[0].id}`)
  expect(wrong).toEqual([])
})

test('an import', async () => {
  const form = new FormData()
  form.set('object', 'leads')
  form.set(
    'file',
    new Blob(['姓名,公司,手机\r\n何丽玲,武汉瑞力,139 2552 2956\r\n王芳,苏州恒力,1\r\n何丽玲,武汉瑞力,13925522956\r\n,,2\r\n']),
    '名片.csv',
  )
  const { id } = (await call('POST', '/imports', { form })).body
  await call('GET', '/imports/template?object=leads')
  await call('PATCH', `/imports/${id}`, { body: { twins: 'create' } })
  await call('POST', `/imports/${id}/check`)
  await until(id, 'checked')
  await call('GET', `/imports/${id}/problems`)
  for (const kind of ['twin', 'skip']) await call('GET', `/imports/${id}/problems?kind=${kind}`)
  await call('PATCH', `/imports/${id}/rows/2`, { body: { values: { 手机: '13800138000' } } })
  await call('POST', `/imports/${id}/run`)
  await until(id, 'done')
  await call('GET', '/imports')
  await call('GET', `/imports/${id}/failed.csv`)
  await call('DELETE', `/imports/${id}`)
  const again = new FormData()
  again.set('object', 'leads')
  again.set('file', new Blob(['姓名\r\n何丽玲\r\n']), '名片.csv')
  const other = `/imports/${(await call('POST', '/imports', { form: again })).body.id}`
  for (const deed of ['check', 'stop']) await call('POST', `${other}/${deed}`)
  await call('DELETE', other)
  expect(wrong).toEqual([])
})

async function until(id: string, state: string): Promise<void> {
  while ((await call('GET', `/imports/${id}`)).body.state !== state) await new Promise((resolve) => setTimeout(resolve, 50))
}

test('no operation was forgotten', () => {
  const elsewhere = ['post.setup', 'get.events']
  expect(judge.operations.map(({ id }) => id).filter((id) => !seen.has(id) && !elsewhere.includes(id))).toEqual([])
})

test.each<[string, (schema: Record<string, unknown>) => Record<string, unknown>]>([
  [
    'a field that the document does not know',
    (properties) => Object.fromEntries(Object.entries(properties).filter(([name]) => name !== 'name')),
  ],
  ['a field of another type', (properties) => ({ ...properties, version: { type: 'string' } })],
])('%s is noticed', async (_, change) => {
  const { lead } = document.components.schemas as { lead: { properties: Record<string, unknown> } }
  const other = judgeOf({
    ...document,
    components: {
      ...document.components,
      schemas: { ...document.components.schemas, lead: { ...lead, properties: change(lead.properties) } },
    },
  } as Document)
  const { body } = await app.as['administrator' satisfies Who]('GET', '/leads')
  expect(other.wrong(other.find('GET', '/leads')!, { status: 200, type: 'application/json', body })).not.toEqual([])
  expect(judge.wrong(judge.find('GET', '/leads')!, { status: 200, type: 'application/json', body })).toEqual([])
  expect(judge.wrong(judge.find('GET', '/leads')!, { status: 404, type: 'text/html', body: '' })).not.toEqual([])
})
