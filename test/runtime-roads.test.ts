/** An object made at runtime with a field of every type: what each type is known by, its samples, goes over HTTP in every way that the schema offers. */
import { isDeepStrictEqual } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import pg from 'pg'
import { define } from '../src/engine/workspace.ts'
import { samplesOf } from '../src/fields/all-samples.ts'
import { fieldTypes } from '../src/fields/index.ts'
import { openHouse } from '../src/house.ts'
import type { FieldShape } from '../src/lib/wire.ts'
import { type Call, type App, startApp } from './support/app.ts'
import { csvOf, reached, upload } from './support/imports.ts'
import { chance } from './support/random.ts'
import { name, part, path, plain, thing } from './support/thing.ts'

let app: App
let admin: Call
let shapes: FieldShape[]
let before: string
let neighbour: Awaited<ReturnType<App['neighbour']>>
const dice = chance(7)
const made: Record<string, unknown>[] = []
const good = (type: string) => samplesOf[type]!.good

beforeAll(async () => {
  app = await startApp()
  admin = app.as.administrator
  neighbour = await app.neighbour()
  before = await catalogOf(neighbour.workspace.schema)
  await define(app.house, await app.principal('administrator'), { objects: [thing, part] }, app.house.forget)
  shapes = await shapesOf(admin)
  await populate()
}, 120_000)
afterAll(() => app.stop())

const shapesOf = async (call: Call): Promise<FieldShape[]> =>
  (await call('GET', '/schema')).body.objects.find((each: { name: string }) => each.name === name).fields
const ask = async (filter: unknown) => admin('POST', `${path}/query`, { filter, limit: 1, fields: ['title'], count: 'exact' })

async function populate(): Promise<void> {
  const accounts = (
    await admin('POST', '/accounts/batch', { create: ['甲', '乙', '丙'].map((each) => ({ name: `${each}机械有限公司` })) })
  ).body.records.map((each: { id: string }) => each.id)
  const ascii = () => String.fromCharCode(97 + dice.below(26), 97 + dice.below(3))
  const create = Array.from({ length: 45 }, (_, i) => ({
    title: `${ascii()}${i}`,
    words: dice.may(0.3) ? null : ascii(),
    count: dice.may(0.3) ? null : String(dice.below(12) - 4),
    probability: dice.may(0.3) ? null : String(dice.below(100)),
    amount: dice.may(0.3) ? null : { amount: `${dice.below(30)}.50`, currency: 'CNY' },
    running: dice.pick([true, false, null]),
    boughtOn: dice.may(0.3) ? null : `202${dice.below(8)}-0${1 + dice.below(3)}-1${dice.below(9)}`,
    seenAt: dice.may(0.3) ? null : `2026-01-0${1 + dice.below(4)}T0${dice.below(9)}:00:00.000Z`,
    kind: dice.pick(['fair', 'web', 'friend', null]),
    stage: dice.pick(['qualify', 'propose']),
    mail: dice.may(0.4) ? null : `${ascii()}@firm.test`,
    account: dice.may(0.4) ? null : dice.pick(accounts),
    owner: dice.pick([app.users.salesperson, app.users.other, null]),
    items: Array.from({ length: dice.below(3) }, (__, n) => ({ name: `件${n}`, quantity: String(n + 1) })),
  }))
  const { status, body } = await admin('POST', `${path}/batch`, { create })
  expect([status, body.detail]).toEqual([200, undefined])
  made.push(...(await admin('GET', `${path}?limit=200`)).body.records)
  expect(made).toHaveLength(45)
}

/** Tables, columns, indexes and constraints of a schema as the database has them. */
async function catalogOf(schema: string): Promise<string> {
  const client = new pg.Client({ connectionString: app.fresh.adminUrl })
  await client.connect()
  const { rows } = await client.query(
    `select c.oid::regclass::text, c.relkind, c.relacl::text, c.reloptions::text, pg_get_indexdef(c.oid) as index, a.attname, a.atttypid::regtype::text, a.attnotnull, a.attnum, pg_get_expr(d.adbin, d.adrelid) as start
     from pg_class c left join pg_attribute a on a.attrelid = c.oid left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
     where c.relnamespace = $1::regnamespace order by 1, a.attnum`,
    [schema],
  )
  const { rows: rules } = await client.query(
    'select conname, pg_get_constraintdef(oid) from pg_constraint where connamespace = $1::regnamespace order by 1',
    [schema],
  )
  await client.end()
  return JSON.stringify([rows, rules])
}

test('it holds a field of every type, told in the order in which it was said', async () => {
  expect(new Set(Object.values(thing.fields).map((field) => field.type))).toEqual(
    // group and list are questions of deeds; no record keeps one
    new Set(Object.keys(fieldTypes).filter((type) => !['group', 'list'].includes(type))),
  )
  expect(shapes.slice(0, Object.keys(thing.fields).length).map((shape) => shape.name)).toEqual(Object.keys(thing.fields))
  expect(Object.keys(shapes.find((shape) => shape.name === 'stage')!.options.states as object)).toEqual([
    'qualify',
    'propose',
    'won',
    'lost',
  ])
})

test('after a restart it is the same, and nothing is laid anew', async () => {
  const laid = await catalogOf(app.workspace.schema)
  const again = await openHouse(app.fresh.database, app.house.files)
  const catalog = await again.catalogOf(app.workspace)
  expect(catalog.version).toBe((await app.house.catalogOf(app.workspace)).version)
  expect(Object.keys(catalog.objects.get(name)!.definition.fields)).toEqual(Object.keys(thing.fields))
  expect(await catalogOf(app.workspace.schema)).toBe(laid)
})

test.each(Object.entries(plain))('%s: what %s takes is read back, what it refuses is refused at its place', async (field, type) => {
  for (const { value, reads = value } of good(type)) {
    const { status, body } = await admin('POST', path, { title: '样', [field]: value })
    const closing = type === 'states' && value === 'won'
    expect([value, status, closing ? body.errors[0].code : body[field]]).toEqual([
      value,
      closing ? 422 : 201,
      closing ? 'closing-deed' : reads,
    ])
    if (!closing) await admin('DELETE', `${path}/${body.id}`)
  }
  for (const { value, code } of samplesOf[type]!.bad.filter((each) => survives(each.value))) {
    const { status, body } = await admin('POST', path, { title: '样', [field]: value })
    expect([value, status, body.errors?.[0]]).toEqual([value, 422, expect.objectContaining({ field, code })])
  }
})

/** '' empties a field, and what JSON cannot say never arrives as it was meant. */
const survives = (value: unknown) => value !== '' && value !== undefined && isDeepStrictEqual(JSON.parse(JSON.stringify(value)), value)

/** Operands of all kinds that operators take; which of them this one takes, it says itself. */
const operandsOf = (shape: FieldShape): unknown[] => {
  const values = good(plain[shape.name] ?? 'number')
    .map((each) => each.value)
    .slice(0, 3)
  const known = made
    .map((record) => record[shape.name])
    .filter((value) => value !== null)
    .slice(0, 2)
    .map((value) => (value as { id?: string })?.id ?? value)
  const each = [...values, ...known, 'open', app.users.salesperson, '2026-01-02', 'a']
  return [true, false, 7, ...each, ...each.map((value) => [value]), [known[0] ?? values[0], null], known, ['open']]
}

test('every operator that the schema offers takes an operand, and splits the records into those it is true of and the others', async () => {
  const { value: all } = (await admin('GET', `${path}?limit=1&count=exact`)).body.count
  const count = async (filter: object) => ask(filter).then(({ status, body }) => (status === 200 ? body.count.value : status))
  let asked = 0
  for (const shape of shapes)
    for (const op of Object.keys(shape.operators)) {
      let taken = 0
      for (const value of operandsOf(shape)) {
        const filter = { field: shape.name, op, value }
        const { status, body } = await ask(filter)
        expect([shape.name, op, value, status < 500]).toEqual([shape.name, op, value, true])
        if (status !== 200) continue
        taken++
        const n = body.count.value
        expect([filter, n + (await count({ not: filter }))]).toEqual([filter, all])
        if (op === 'eq' && 'ne' in shape.operators) expect([filter, n + (await count({ ...filter, op: 'ne' }))]).toEqual([filter, all])
        if (op === 'eq' && 'in' in shape.operators)
          expect([filter, [n, 422]]).toEqual([filter, expect.arrayContaining([await count({ ...filter, op: 'in', value: [value] })])])
        if (op === 'empty')
          expect(n).toBe(made.filter((record) => (record[shape.name] === null || record[shape.name] === undefined) === value).length)
        if (taken === 3) break
      }
      expect([shape.name, op, taken > 0]).toEqual([shape.name, op, true])
      asked++
    }
  expect(asked).toBeGreaterThan(100)
}, 120_000)

/** What a naive reader would compare: amounts as numbers, people and things not at all. */
const plainValue = (value: unknown): string | number | null => {
  if (value === null || value === undefined) return null
  if (typeof value === 'object') return Number((value as { amount: string }).amount)
  return typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : String(value)
}

async function paged(sort: string): Promise<string[]> {
  const ids: string[] = []
  let cursor = ''
  do {
    const { status, body } = await admin('GET', `${path}?sort=${sort}&limit=7&fields=title${cursor}`)
    expect([sort, status]).toEqual([sort, 200])
    ids.push(...body.records.map((each: { id: string }) => each.id))
    cursor = body.next ? `&cursor=${body.next}` : ''
  } while (cursor)
  return ids
}

test('page by page, in every order, both ways: as one naive sort of all of them, nulls last', async () => {
  const sortable = shapes.filter((shape) => shape.sortable && shape.kind !== 'system').map((shape) => shape.name)
  expect(sortable.length).toBeGreaterThan(12)
  const compare = (field: string, down: number) => (a: Record<string, unknown>, b: Record<string, unknown>) => {
    const [x, y] = [plainValue(a[field]), plainValue(b[field])]
    if (x === null || y === null) return Number(x === null) - Number(y === null)
    return x === y ? 0 : x < y ? -down : down
  }
  for (const field of sortable.filter((each) => !['kind', 'stage', 'phone', 'link'].includes(each)))
    for (const down of [1, -1]) {
      const ids = made
        .toSorted((a, b) => compare(field, down)(a, b) || (String(a.id) < String(b.id) ? -down : down))
        .map((record) => record.id)
      expect([field, down, await paged(down < 0 ? `-${field}` : field)]).toEqual([field, down, ids])
    }
  for (const [one, other] of [
    ['count', 'words'],
    ['running', 'amount'],
    ['boughtOn', 'count'],
  ] as const)
    for (const down of [1, -1]) {
      const ids = made
        .toSorted((a, b) => compare(one, down)(a, b) || compare(other, -down)(a, b) || (String(a.id) < String(b.id) ? -down : down))
        .map((record) => record.id)
      expect([one, other, await paged(down < 0 ? `-${one},${other}` : `${one},-${other}`)]).toEqual([one, other, ids])
    }
}, 60_000)

test('groups of every kind add up to all of them, and measures to what one would add up by hand', async () => {
  for (const shape of shapes) {
    const { status, body } = await admin('POST', `${path}/aggregate`, {
      groupBy: [{ field: shape.name }],
      measures: [{ as: 'n', fn: 'count' }],
    })
    expect([shape.name, status === 200 || body.errors[0].code === 'not-groupable']).toEqual([shape.name, true])
    if (status === 200)
      expect([shape.name, body.groups.reduce((sum: number, group: { values: { n: string } }) => sum + Number(group.values.n), 0)]).toEqual([
        shape.name,
        made.length,
      ])
    if (!shape.measurable) continue
    const { body: sum } = await admin('POST', `${path}/aggregate`, { measures: [{ as: 's', fn: 'sum', field: shape.name }] })
    const expected = made.reduce((total, record) => total + Number(plainValue(record[shape.name]) ?? 0), 0)
    expect([shape.name, Number(sum.groups[0].values.s)]).toEqual([shape.name, expected])
  }
})

test('cells of a file are read as the samples of each type say, and problems stand at their column', async () => {
  const cells = Object.entries(plain).flatMap(([field, type]) =>
    samplesOf[type]!.texts.filter(({ text: cell }) => cell.trim()).map((sample) => ({ field, ...sample })),
  )
  const columns = ['title', ...Object.keys(plain)]
  const rows = cells.map((cell, i) =>
    columns.map((column) => (column === 'title' ? `行${i}` : column === cell.field ? cell.text.replaceAll('\r\n', '\n') : '')),
  )
  const id = await upload(app.url, app.keys.administrator, path.slice(1), csvOf([columns, ...rows]))
  await admin('PATCH', `/imports/${id}`, { mapping: Object.fromEntries(columns.map((column) => [column, column])), twins: 'create' })
  await admin('POST', `/imports/${id}/check`)
  await reached(app, 'administrator', id, 'checked')
  const { body } = await admin('GET', `/imports/${id}/problems?limit=200`)
  const problems = new Map<number, { field: string; code: string }>(
    body.records.map((each: { row: number; field: string; code: string }) => [each.row, each]),
  )
  const wrong = cells.flatMap((cell, i) => {
    const code = problems.get(i + 1)?.code
    const needs = cell.field === 'stage' && cell.reads === 'won' ? 'needs-value' : undefined
    return code === (needs ?? cell.code) ? [] : [`${cell.field} ${JSON.stringify(cell.text)}: ${code} instead of ${cell.code}`]
  })
  expect(wrong).toEqual([])
  await admin('POST', `/imports/${id}/run`)
  const done = await reached(app, 'administrator', id, 'done')
  const { body: read } = await admin('POST', `${path}/query`, { filter: { field: 'title', op: 'startsWith', value: '行' }, limit: 200 })
  const byTitle = new Map(read.records.map((record: { title: string }) => [record.title, record]))
  for (const [i, cell] of cells.entries())
    if (byTitle.has(`行${i}`) && 'reads' in cell)
      expect([cell.field, cell.text, (byTitle.get(`行${i}`) as Record<string, unknown>)[cell.field]]).toEqual([
        cell.field,
        cell.text,
        cell.reads,
      ])
  expect((await admin('POST', `/changesets/${done.changeset}/undo`, {})).body.refused).toEqual([])
}, 60_000)

test('the neighbour’s tables, columns, indexes and rules are byte for byte what they were', async () => {
  expect(await catalogOf(neighbour.workspace.schema)).toBe(before)
  expect(JSON.stringify((await neighbour.call('GET', '/schema')).body)).not.toContain(name)
  expect((await neighbour.call('GET', path)).status).toBe(404)
  // and the twin: whoever made it sees that something was made
  expect(await catalogOf(app.workspace.schema)).toContain(`x_${name}`)
})
