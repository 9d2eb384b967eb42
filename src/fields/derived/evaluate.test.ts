import { expect, test } from 'vitest'
import { choose, derived, evaluate, the, typeOf } from '../index.ts'
import type { Term } from './expression.ts'

const record: Record<string, unknown> = {
  amount: { amount: '1000.00', currency: 'CNY' },
  cost: { amount: '300.10', currency: 'CNY' },
  dollars: { amount: '5.00', currency: 'USD' },
  probability: '40',
  quantity: '0.1',
  price: '0.2',
  nothing: null,
  name: '张三',
  company: '华为',
  kind: 'company',
  orderedOn: '2026-02-27',
  dueOn: '2026-03-05',
  account: { id: '0199c0de-0000-7000-8000-000000000001', title: '华为' },
}
const value = (term: Term) => evaluate(term.expression, (name) => record[name])

test('numbers are exact', () => {
  expect(value(the('quantity').plus(the('price')))).toBe('0.3')
  expect(value(the('quantity').times(the('price')))).toBe('0.02')
  expect(value(the('quantity').over(0))).toBeNull()
})

test('money keeps its currency', () => {
  expect(value(the('amount').times(the('probability')).over(100))).toEqual({ amount: '400', currency: 'CNY' })
  expect(value(the('probability').percentOf(the('amount')))).toEqual({ amount: '400', currency: 'CNY' })
  expect(value(the('amount').minus(the('cost')))).toEqual({ amount: '699.9', currency: 'CNY' })
  expect(value(the('cost').over(the('amount')).times(100).round(1))).toBe('30')
})

test('two currencies, or money times money, are nothing', () => {
  expect(value(the('amount').plus(the('dollars')))).toBeNull()
  expect(value(the('amount').over(the('dollars')))).toBeNull()
  expect(value(the('amount').times(the('cost')))).toBeNull()
  expect(value(the('amount').above(the('dollars')))).toBe(false)
})

test('nothing with something is nothing, unless asked', () => {
  expect(value(the('nothing').plus(1))).toBeNull()
  expect(value(the('nothing').orElse(1))).toBe('1')
  expect(value(the('nothing').isEmpty())).toBe(true)
  expect(value(the('nothing').followedBy(the('name')))).toBe('张三')
})

test('choosing, comparing, joining', () => {
  expect(value(choose(the('kind').is('company'), the('company'), the('name')))).toBe('华为')
  expect(value(choose(the('nothing'), 1, 2))).toBe('2')
  expect(
    value(
      the('price')
        .above('0.10')
        .and(the('quantity').below(the('price'))),
    ),
  ).toBe(true)
  expect(value(the('name').followedBy(' · ').followedBy(the('company')))).toBe('张三 · 华为')
  expect(value(the('account').is('0199c0de-0000-7000-8000-000000000001'))).toBe(true)
})

test('days', () => {
  expect(value(the('orderedOn').plusDays(3))).toBe('2026-03-02')
  expect(value(the('orderedOn').daysUntil(the('dueOn')))).toBe('6')
  expect(value(the('dueOn').plusDays(4_000_000))).toBeNull()
  expect(value(the('name').plusDays(1))).toBeNull()
})

test('a derived field rounds to what its result keeps', () => {
  const third = derived('money', the('amount').over(3))
  expect(typeOf(third).compute!(third, (name) => record[name], context)).toEqual({ amount: '333.33', currency: 'CNY' })
  const two = derived('number', the('quantity').over(3), { digits: 2 })
  expect(typeOf(two).compute!(two, (name) => record[name], context)).toBe('0.03')
})
const context = {
  timeZone: 'Asia/Shanghai',
  today: '2026-03-05',
  now: '2026-03-05T02:00:00.000Z',
  currency: 'CNY',
  language: 'zh' as const,
}

test('an expression from a workspace is checked', () => {
  const check = (from: unknown) =>
    typeOf(derived('number', { value: 1 })).check!({ type: 'derived', result: 'number', from } as Parameters<typeof typeOf>[0])
  expect(check(the('a').plus(1).expression)).toBeNull()
  let deep: unknown = { value: 1 }
  for (let i = 0; i < 50; i++) deep = { op: 'negate', args: [deep] }
  for (const wrong of [
    null,
    'a + b',
    {},
    { op: 'eval', args: [] },
    { op: 'plus', args: [{ value: 1 }] },
    { op: 'constructor', args: [{ value: 1 }, { value: 2 }] },
    { field: 'a', value: 1 },
    { value: {} },
    deep,
  ])
    expect(check(wrong)).toEqual({ code: 'bad-option', values: { option: 'from' } })
})
