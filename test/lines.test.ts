/** Lines of a document are owned by it: written with it, read with it, with the writer's own rights over their fields. And names that are taken. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Added } from '../src/engine/workspace.ts'
import { define } from '../src/engine/workspace.ts'
import { defineModule, register } from '../src/engine/module.ts'
import { number, owner, text } from '../src/fields/index.ts'
import { modules } from '../src/modules/index.ts'
import { people } from '../src/modules/people/index.ts'
import { administrator, manager, salesperson } from '../src/modules/people/roles.ts'
import { type App, startApp } from './support/app.ts'
import { ask, fingerprints } from './support/rows.ts'
import { item, name, part, path, thing } from './support/thing.ts'

const roles = [administrator, manager, { ...salesperson, fields: { [`${item}.secret`]: 'hidden' as const } }]
const registry = register([
  { ...people, roles },
  ...modules.filter((module) => module.name !== 'people'),
  defineModule({ name: 'things', objects: [thing, part] }),
])
const tables = [`o_${name}`, `o_${item}`]

let app: App
beforeAll(async () => {
  app = await startApp(registry)
})
afterAll(() => app.stop())

const make = (items: unknown, who: 'salesperson' | 'manager' = 'salesperson') => app.as[who]('POST', path, { title: '有部件', items })
const two = [
  { name: '主轴', quantity: '1' },
  { name: '刀库', quantity: '2' },
]

test('what is wrong with a line is said at its place, and nothing is written', async () => {
  const before = await fingerprints(app, tables)
  const { body } = await make([...two, { quantity: 'x' }, { name: '导轨', colour: 'red' }])
  const told = body.errors.map(({ field, code }: { field: string; code: string }) => `${field} ${code}`)
  expect(told.toSorted()).toEqual(['items.2.name required', 'items.2.quantity not-number', 'items.3.colour unknown-field'])
  for (const wrong of ['x', {}, [null], [5], [[]], ['a'], Array.from({ length: 501 }, () => ({ name: 'a' }))])
    expect([await make(wrong).then(({ status, body }) => [status, body.errors?.[0].field])]).toEqual([[422, 'items']])
  expect(await fingerprints(app, tables)).toEqual(before)
})

test('in a batch the document is named too', async () => {
  const { body } = await app.as.salesperson('POST', `${path}/batch`, {
    create: [
      { title: '一', items: two },
      { title: '二', items: [{ quantity: '1' }] },
    ],
  })
  expect(body.errors).toMatchObject([{ field: 'create.1.items.0.name', code: 'required' }])
})

test('a field that is hidden from the writer is hidden in lines too, on every way in and out', async () => {
  const before = await fingerprints(app, tables)
  expect((await make([{ name: '主轴', secret: '7' }])).body.errors).toMatchObject([{ field: 'items.0.secret', code: 'unknown-field' }])
  expect(await fingerprints(app, tables)).toEqual(before)
  // and the twin: whoever may write it does
  const made = await app.as.manager('POST', path, { title: '有成本', owner: app.users.salesperson, items: [{ name: '主轴', secret: '7' }] })
  expect(made.body.items).toMatchObject([{ secret: '7' }])
  expect((await app.as.salesperson('GET', `${path}/${made.body.id}`)).body.items[0]).not.toHaveProperty('secret')
  const [line] = made.body.items
  const kept = await app.as.salesperson('PATCH', `${path}/${made.body.id}`, { items: [{ id: line.id, name: '主轴二' }] })
  expect(kept.body.items).toMatchObject([{ id: line.id, name: '主轴二' }])
  expect(await ask(app, `select f_secret::text from $.o_${item} where id = ?::uuid`, [line.id])).toEqual([{ f_secret: '7' }])
})

test('a line of another document is not taken over by its id', async () => {
  const [mine, theirs] = [(await make(two)).body, (await make(two)).body]
  const { body } = await app.as.salesperson('PATCH', `${path}/${mine.id}`, { items: [{ id: theirs.items[0].id, name: '拿来的' }] })
  expect(body.items).toHaveLength(1)
  expect(body.items[0].id).not.toBe(theirs.items[0].id)
  expect((await app.as.salesperson('GET', `${path}/${theirs.id}`)).body.items).toMatchObject(two)
})

test('lines go with their document, and come back with it', async () => {
  const { body } = await make(two)
  const { body: gone } = await app.as.salesperson('DELETE', `${path}/${body.id}`)
  expect(await ask(app, `select id from $.o_${item} where f_thing = ?::uuid`, [body.id])).toEqual([])
  expect((await app.as.salesperson('POST', `/changesets/${gone.changeset}/undo`, {})).body).toMatchObject({ reverted: 1, refused: [] })
  expect((await app.as.salesperson('GET', `${path}/${body.id}`)).body).toMatchObject({ items: two, parts: '3' })
})

test('changing one line of many is one change of that line', async () => {
  const { body } = await make(two)
  const items = body.items.map((line: { id: string; name: string; quantity: string }, i: number) => ({
    id: line.id,
    name: line.name,
    quantity: i ? '9' : line.quantity,
  }))
  const changed = await app.as.salesperson('PATCH', `${path}/${body.id}`, { items })
  expect(changed.body).toMatchObject({ parts: '10', items: [{ quantity: '1' }, { quantity: '9' }] })
  expect(
    await ask(app, 'select object, op from $.change where changeset = ?::uuid order by record desc', [changed.body.changeset]),
  ).toEqual([
    { object: item, op: 'u' },
    // the document is another one when its lines are
    { object: name, op: 'u' },
  ])
})

test('a file is attached by who may have it, and fetched by who may read what carries it', async () => {
  const form = new FormData()
  form.set('file', new Blob(['%PDF-1.4 报价']), '报价.pdf')
  const { files } = (await (
    await fetch(`${app.url}/api/v1/files`, { method: 'POST', headers: { authorization: `Bearer ${app.keys.salesperson}` }, body: form })
  ).json()) as { files: { id: string }[] }
  expect((await app.as.other('POST', path, { title: '偷来', papers: [files[0]!.id] })).body.errors).toMatchObject([
    { field: 'papers', code: 'not-file' },
  ])
  const made = await app.as.salesperson('POST', path, { title: '附件', papers: [files[0]!.id] })
  expect(made.body.papers).toMatchObject([{ id: files[0]!.id, name: '报价.pdf' }])
  const status = async (who: 'salesperson' | 'manager' | 'other') => (await app.as[who]('GET', `/files/${files[0]!.id}`)).status
  expect([await status('salesperson'), await status('manager'), await status('other')]).toEqual([200, 200, 404])
})

const label = { zh: '新', en: 'New' }
const object = (called: string, plural?: string) => ({
  name: called,
  ...(plural ? { plural } : {}),
  label,
  title: 'name',
  fields: { name: text({ label }), owner: owner({ label }) },
  views: { list: ['name'], form: ['name'] },
  access: { owner: 'owner' },
})
const taken: [string, Added][] = [
  ['an object with the name of a built-in', { objects: [object('lead', 'newLeads')] }],
  ['an object at the address of a built-in', { objects: [object('prospect', 'leads')] }],
  ['an object at an address of the house', { objects: [object('import')] }],
  ['another at an address of the house', { objects: [object('thisIsMe', 'me')] }],
  ['two at one address', { objects: [object('aaa', 'same'), object('bbb', 'same')] }],
  ['a field with the name of a built-in', { fields: [{ of: 'lead', name: 'mobile', field: number({ label }) }] }],
  ['a field of an object that is not there', { fields: [{ of: 'nothing', name: 'mobile', field: number({ label }) }] }],
  ['a field with a name of the house', { fields: [{ of: 'lead', name: 'version', field: number({ label }) }] }],
  ['a name with what SQL would like', { objects: [object('a"; drop table x; --')] }],
]

test.each(taken)('%s is refused, and what is there stays', async (_, added) => {
  const before = await ask(
    app,
    `select table_name, column_name from information_schema.columns where table_schema = '${app.workspace.schema}' order by 1, 2`,
  )
  await expect(define(app.house, await app.principal('administrator'), added, app.house.forget)).rejects.toMatchObject({ code: 'invalid' })
  expect(
    await ask(
      app,
      `select table_name, column_name from information_schema.columns where table_schema = '${app.workspace.schema}' order by 1, 2`,
    ),
  ).toEqual(before)
  expect((await app.as.salesperson('POST', '/leads', { name: '照旧', mobile: '13800138000' })).status).toBe(201)
})

test('a new name is taken (so the refusals above mean something)', async () => {
  await define(
    app.house,
    await app.principal('administrator'),
    { objects: [object('machine')], fields: [{ of: 'lead', name: 'booth', field: text({ label }) }] },
    app.house.forget,
  )
  expect((await app.as.salesperson('POST', '/machines', { name: '一号' })).status).toBe(201)
  expect((await app.as.salesperson('POST', '/leads', { name: '展位', booth: 'A1' })).body.booth).toBe('A1')
})
