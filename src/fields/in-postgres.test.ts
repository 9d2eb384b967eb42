import fc from 'fast-check'
import pg from 'pg'
import sql, { Sql, join, raw } from 'sql-template-tag'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../../test/support/database.ts'
import { samplesOf, variantsOf } from './all-samples.ts'
import type { Cell, Field, OperatorContext } from './field.ts'
import { choice, date, datetime, email, fieldTypes, money, number, owner, phone, states, text, typeOf } from './index.ts'

const me = '0199c0de-0000-7000-8000-00000000000e'
const mate = '0199c0de-0000-7000-8000-00000000000f'
const context: OperatorContext = {
  timeZone: 'Asia/Shanghai',
  today: '2026-03-05',
  now: '2026-03-05T02:00:00.000Z',
  currency: 'CNY',
  language: 'zh',
  me,
  myTeam: [me, mate],
}

let fresh: FreshDatabase
let client: pg.Client
beforeAll(async () => {
  fresh = await freshDatabase()
  client = new pg.Client({ connectionString: fresh.adminUrl, options: '-c TimeZone=UTC -c DateStyle=ISO' })
  await client.connect()
})
afterAll(async () => {
  await client?.end()
  await fresh?.drop()
})

const settings = Object.entries(fieldTypes).flatMap(([name, type]) =>
  [samplesOf[name]!, ...(variantsOf[name] ?? [])].flatMap((samples) =>
    samples.options.map((options, i) => ({ type, field: { ...options, type: name } as Field, samples, first: i === 0 })),
  ),
)

test('cells come back from PostgreSQL as they went', async () => {
  for (const { type, field, samples } of settings) {
    const columns = [...type.columns(field), ...(type.derived?.columns(field) ?? [])]
    for (const { value } of samples.good) {
      const parsed = type.parse(value, field, context)
      if ('problem' in parsed || !columns.length) continue
      const cells = [...parsed.cells, ...(type.derived?.derive(parsed.cells, field) ?? [])]
      const selected = join(columns.map((column, i) => sql`${cells[i]}::${raw(column.type)}::text as ${raw(`c${i}`)}`))
      const { rows } = await client.query(sql`select ${selected}`)
      expect(Object.values(rows[0] as object)).toEqual(cells.map((cell) => (typeof cell === 'boolean' ? String(cell) : cell)))
    }
  }
})

/** What a column is where a reference leads nowhere: a typed null. */
const nothing = (field: Field) => (suffix: string) => {
  const type = typeOf(field)
  const column = [...type.columns(field), ...(type.derived?.columns(field) ?? [])].find((each) => each.suffix === suffix)
  if (!column) throw new Error(`${field.type} has no column ${suffix}`)
  return raw(`null::${column.type}`)
}

test('an operator takes any operand: a problem, or SQL that PostgreSQL runs', async () => {
  for (const { type, field, samples } of settings) {
    const operands = fc.oneof(
      fc.constantFrom(...samples.good.map(({ value }) => value), true, false, null, 'today', 'now', 7, '2026-03-05', 'toString', [], {}),
      fc.jsonValue(),
      fc.array(fc.constantFrom(null, ...samples.good.map(({ value }) => value)), { maxLength: 3 }),
      fc.string({ unit: 'binary' }),
    )
    for (const [name, operator] of Object.entries(type.operators(field))) {
      const compiled: Sql[] = []
      fc.assert(
        fc.property(operands, (operand) => {
          const result = operator.sql(nothing(field), operand, field, context)
          if (result instanceof Sql) compiled.push(result)
          else expect(result).toHaveProperty('code')
        }),
        { numRuns: 60 },
      )
      if (!compiled.length) continue
      const { rows } = await client.query(sql`select ${join(compiled.map((each) => sql`${each}`))}`)
      if (name === 'ne') expect(new Set(Object.values(rows[0] as object))).toEqual(new Set([true]))
      if (['eq', 'in', 'lt', 'between', 'contains', 'phase', 'me'].includes(name))
        expect(Object.values(rows[0] as object)).not.toContain(true)
    }
  }
})

/** Keeps the values in a table and answers which of them an operator finds. */
async function found(field: Field, values: unknown[], op: string, operand?: unknown): Promise<unknown[]> {
  const type = typeOf(field)
  const columns = [...type.columns(field), ...(type.derived?.columns(field) ?? [])]
  const rows = values.map((value) => {
    const parsed = value === null ? { cells: type.columns(field).map((): Cell => null) } : type.parse(value, field, context)
    if ('problem' in parsed) throw new Error(`${JSON.stringify(value)}: ${parsed.problem.code}`)
    return [...parsed.cells, ...(type.derived?.derive(parsed.cells, field) ?? [])]
  })
  const lines = rows.map((cells, i) => sql`(${i}::integer, ${join(columns.map((column, c) => sql`${cells[c]}::${raw(column.type)}`))})`)
  const names = ['n', ...columns.map((column) => `f${column.suffix}`)].join(', ')
  const condition = type.operators(field)[op]!.sql((suffix) => raw(`t.f${suffix}`), operand, field, context)
  if (!(condition instanceof Sql)) return [condition.code]
  const query = sql`select n from (values ${join(lines)}) as t(${raw(names)}) where ${condition} order by n`
  const { rows: hits } = await client.query<{ n: number }>(query)
  return hits.map(({ n }) => values[n])
}

const cases: [string, Field, unknown[], [op: string, operand: unknown, found: unknown[]][]][] = [
  ['text', text(), ['华为技术', 'ABB 中国', 'abb', '100%_\\', null], [
    ['eq', ' 华为技术 ', ['华为技术']],
    ['ne', '华为技术', ['ABB 中国', 'abb', '100%_\\', null]],
    ['in', ['abb', '华为技术'], ['华为技术', 'abb']],
    ['contains', 'aBB', ['ABB 中国', 'abb']],
    ['contains', '为技', ['华为技术']],
    ['contains', '%', ['100%_\\']],
    ['contains', '_\\', ['100%_\\']],
    ['startsWith', 'abb', ['ABB 中国', 'abb']],
    ['empty', true, [null]],
    ['empty', false, ['华为技术', 'ABB 中国', 'abb', '100%_\\']],
    ['empty', 'yes', ['not-boolean']],
    ['eq', 'a\u0000', ['bad-character']],
  ]],
  ['number', number(), ['-1', '0', '9.5', '10', '100', null], [
    ['lt', '10', ['-1', '0', '9.5']],
    ['le', 10, ['-1', '0', '9.5', '10']],
    ['gt', '9.5', ['10', '100']],
    ['between', ['0', '10.00'], ['0', '9.5', '10']],
    ['between', [null, '0'], ['-1', '0']],
    ['in', ['10.0', '100'], ['10', '100']],
    ['ne', '10', ['-1', '0', '9.5', '100', null]],
    ['gt', 'Infinity', ['not-number']],
  ]],
  ['money', money(), ['5', '100', { amount: '50', currency: 'USD' }, null], [
    ['ge', '100', [ '100']],
    ['lt', { amount: '60', currency: 'USD' }, [{ amount: '50', currency: 'USD' }]],
    ['eq', { amount: '5', currency: 'CNY' }, ['5']],
    ['ne', '5', ['100', { amount: '50', currency: 'USD' }, null]],
    ['empty', true, [null]],
    ['between', ['1', { amount: '100' }], ['5', '100']],
  ]],
  ['a day', date(), ['2026-02-28', '2026-03-01', '2026-03-02', '2026-03-04', '2026-03-05', '2026-03-06', '2026-03-08', '2026-03-09', '2027-01-01', null], [
    ['today', true, ['2026-03-05']],
    ['today', undefined, ['2026-03-05']],
    ['yesterday', true, ['2026-03-04']],
    ['tomorrow', true, ['2026-03-06']],
    ['thisWeek', true, ['2026-03-02', '2026-03-04', '2026-03-05', '2026-03-06', '2026-03-08']],
    ['lastWeek', true, ['2026-02-28', '2026-03-01']],
    ['nextWeek', true, ['2026-03-09']],
    ['lastMonth', true, ['2026-02-28']],
    ['nextYear', true, ['2027-01-01']],
    ['lastDays', 2, ['2026-03-04', '2026-03-05']],
    ['nextDays', 2, ['2026-03-05', '2026-03-06']],
    ['olderThan', 1, ['2026-02-28', '2026-03-01', '2026-03-02']],
    ['lt', 'today', ['2026-02-28', '2026-03-01', '2026-03-02', '2026-03-04']],
    ['overdue', true, ['2026-02-28', '2026-03-01', '2026-03-02', '2026-03-04']],
    ['after', '2026-03-08', ['2026-03-09', '2027-01-01']],
    ['lastDays', 0, ['too-small']],
    ['lastDays', 1e9, ['too-big']],
    ['lt', 'infinity', ['not-date']],
  ]],
  ['a moment', datetime(), ['2026-03-04T15:59:59.999Z', '2026-03-04T16:00:00.000Z', '2026-03-05T01:59:59.999Z', '2026-03-05T15:59:59.999Z', '2026-03-05T16:00:00.000Z', null], [
    ['today', true, ['2026-03-04T16:00:00.000Z', '2026-03-05T01:59:59.999Z', '2026-03-05T15:59:59.999Z']],
    ['eq', '2026-03-05', ['2026-03-04T16:00:00.000Z', '2026-03-05T01:59:59.999Z', '2026-03-05T15:59:59.999Z']],
    ['ne', '2026-03-05', ['2026-03-04T15:59:59.999Z', '2026-03-05T16:00:00.000Z', null]],
    ['lt', '2026-03-05', ['2026-03-04T15:59:59.999Z']],
    ['le', '2026-03-04', ['2026-03-04T15:59:59.999Z']],
    ['gt', '2026-03-05', ['2026-03-05T16:00:00.000Z']],
    ['ge', '2026-03-05T15:59:59.999Z', ['2026-03-05T15:59:59.999Z', '2026-03-05T16:00:00.000Z']],
    ['between', ['2026-03-05', '2026-03-05'], ['2026-03-04T16:00:00.000Z', '2026-03-05T01:59:59.999Z', '2026-03-05T15:59:59.999Z']],
    ['olderThanHours', 10, ['2026-03-04T15:59:59.999Z']],
    ['overdue', true, ['2026-03-04T15:59:59.999Z', '2026-03-04T16:00:00.000Z', '2026-03-05T01:59:59.999Z']],
    ['overdue', false, ['2026-03-05T15:59:59.999Z', '2026-03-05T16:00:00.000Z', null]],
    ['le', '9999-12-31', ['2026-03-04T15:59:59.999Z', '2026-03-04T16:00:00.000Z', '2026-03-05T01:59:59.999Z', '2026-03-05T15:59:59.999Z', '2026-03-05T16:00:00.000Z']],
  ]],
  ['a day or moment', date({ time: 'optional' }), ['2026-03-04', '2026-03-05', '2026-03-05T01:00:00.000Z', '2026-03-05T03:00:00.000Z', null], [
    ['today', true, ['2026-03-05', '2026-03-05T01:00:00.000Z', '2026-03-05T03:00:00.000Z']],
    ['overdue', true, ['2026-03-04', '2026-03-05T01:00:00.000Z']],
    ['overdue', false, ['2026-03-05', '2026-03-05T03:00:00.000Z', null]],
  ]],
  ['one of a list', choice({ ...samplesOf.choice!.options[0] } as Parameters<typeof choice>[0]), ['fair', 'web', null], [
    ['eq', 'fair', ['fair']],
    ['ne', 'fair', ['web', null]],
    ['in', ['fair', 'web'], ['fair', 'web']],
    ['in', [], []],
    ['eq', '展会', ['not-choice']],
    ['in', 'fair', ['wrong-type']],
  ]],
  ['several of a list', choice({ ...samplesOf.choice!.options[2] } as Parameters<typeof choice>[0]), [['fair', 'web'], ['web'], ['friend'], null], [
    ['contains', 'web', [['fair', 'web'], ['web']]],
    ['in', ['fair', 'friend'], [['fair', 'web'], ['friend']]],
    ['eq', ['web', 'fair'], [['fair', 'web']]],
    ['ne', ['web'], [['fair', 'web'], ['friend'], null]],
    ['empty', true, [null]],
  ]],
  ['states', states(samplesOf.states!.options[0]!.states as Parameters<typeof states>[0]), ['qualify', 'propose', 'won', 'lost', null], [
    ['phase', 'open', ['qualify', 'propose']],
    ['phase', ['won', 'lost'], ['won', 'lost']],
    ['phase', 'closed', ['not-choice']],
    ['phase', { not: 1 }, ['not-choice']],
  ]],
  ['owners', owner(), [me, mate, '0199c0de-0000-7000-8000-000000000001', null], [
    ['me', true, [me]],
    ['myTeam', null, [me, mate]],
    ['eq', mate, [mate]],
    ['ne', me, [mate, '0199c0de-0000-7000-8000-000000000001', null]],
    ['me', 'x', ['wrong-type']],
  ]],
  ['phones', phone(), ['+86 158 4091 8670', '0512-68213884转8053', null], [
    ['eq', '15840918670', ['+86 158 4091 8670']],
    ['contains', '8670', ['+86 158 4091 8670']],
    ['contains', '6821-3884', ['0512-68213884转8053']],
    ['startsWith', '(0512)', ['0512-68213884转8053']],
    ['ne', '158-4091-8670', ['0512-68213884转8053', null]],
  ]],
  ['e-mails', email(), ['LI15@WXRD15.COM.CN', 'a@b.cn'], [
    ['eq', 'li15@wxrd15.com.cn', ['LI15@WXRD15.COM.CN']],
    ['contains', '@WXRD', ['LI15@WXRD15.COM.CN']],
  ]],
] // prettier-ignore

describe.each(cases)('%s', (_, field, values, asked) => {
  test.each(asked)('%s %j', async (op, operand, expected) => expect(await found(field, values, op, operand)).toEqual(expected))
})
