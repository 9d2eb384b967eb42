import { expect, test } from 'vitest'
import type { Context, Field } from './field.ts'
import { autoNumber, choice, email, formatNumber, money, phone, rollup, states, text, typeOf } from './index.ts'

const context: Context = {
  timeZone: 'Asia/Shanghai',
  today: '2026-03-05',
  now: '2026-03-05T02:00:00.000Z',
  currency: 'CNY',
  language: 'zh',
}
const derived = (field: Field, value: unknown) => {
  const type = typeOf(field)
  const parsed = type.parse(value, field, context)
  return 'cells' in parsed
    ? Object.fromEntries(type.derived!.columns(field).map(({ suffix }, i) => [suffix, type.derived!.derive(parsed.cells, field)[i]]))
    : parsed
}

test('twins are the same to the eye of the type', () => {
  expect(derived(phone({ kind: 'mobile' }), '+86 158 4091 8670')).toEqual({ _same: '15840918670' })
  expect(derived(email(), 'LI15@WXRD15.COM.CN')).toEqual({ _same: 'li15@wxrd15.com.cn' })
  expect(derived(text({ firm: true }), '无锡泰力新材料（无锡）有限公司')).toEqual({ _same: '无锡泰力新材料' })
  expect(derived(text({ unique: true }), 'a 01')).toEqual({ _same: 'a01' })
})

test('a column to sort by stands where people sort or search', () => {
  expect(derived(text({ search: true }), '张三')).toEqual({ _sort: 'zhang 张san 三' })
  expect(derived(text({ search: true, person: true }), '单雄信')).toEqual({ _sort: 'shan 单xiong 雄xin 信' })
  expect(derived(text(), '张三')).toEqual({})
  expect(typeOf(text()).sort?.(text())).toBe('')
  expect(typeOf(text()).sort?.(text({ sortable: true }))).toBe('_sort')
})

test('numbers count anew each year, or as the pattern says', () => {
  const yearly = autoNumber('LD-{yyyy}-{000000}')
  expect(formatNumber(yearly, 7, context)).toBe('LD-2026-000007')
  expect(formatNumber(yearly, 1234567, context)).toBe('LD-2026-1234567')
  expect(formatNumber(autoNumber('HT{yy}{mm}{dd}{000}'), 7, context)).toBe('HT260305007')
  const counter = (today: string) => typeOf(yearly).number!(yearly, { ...context, today }).counter
  expect(counter('2026-03-05')).toBe(counter('2026-12-31'))
  expect(counter('2026-12-31')).not.toBe(counter('2027-01-01'))
  expect(typeOf(yearly).number!(yearly, context).show(7)).toBe('LD-2026-000007')
})

test('money in another currency is worth what the rate says, and unknown without one', () => {
  const cells = (rates?: Record<string, string>) =>
    typeOf(money()).parse({ amount: '12.34', currency: 'USD' }, money(), { ...context, rates })
  expect(cells()).toEqual({ cells: ['12.34', 'USD', null] })
  expect(cells({ USD: '7.1234' })).toEqual({ cells: ['12.34', 'USD', '87.90'] })
})

test('a foreign amount says its currency on paper', () => {
  const say = (currency: string) => typeOf(money()).toText({ amount: '1234.50', currency }, money(), context)
  expect(say('CNY')).toBe('1,234.50')
  expect(say('USD')).toBe('USD 1,234.50')
})

test('a record starts in its first state', () => {
  const label = { zh: '新', en: 'New' }
  expect(states({ new: { label, phase: 'open' }, done: { label, phase: 'closed' } })).toMatchObject({ initial: 'new', default: 'new' })
})

test('options that make no sense are refused', () => {
  const label = { zh: '甲', en: 'A' }
  const wrong: Field[] = [
    text({ max: 501 }),
    { type: 'number', digits: 7 } as Field,
    { type: 'number', min: 'NaN' } as Field,
    { type: 'phone', kind: 'fax' } as Field,
    { type: 'date', time: 'always' } as Field,
    choice({
      options: [
        { id: 'a', label },
        { id: 'b', label },
      ],
    }),
    choice({ options: [{ id: 'a b', label }] }),
    { type: 'choice' } as Field,
    states({}),
    states({ a: { label, phase: 'open' } }, { initial: 'b' }),
    autoNumber('LD'),
    autoNumber('{000}-{000}'),
    rollup({ of: 'order', by: 'account', fn: 'sum', result: 'money' }),
    rollup({ of: 'order', by: 'account', fn: 'take', field: 'total', result: 'money' }),
    { type: 'derived', result: 'phone', from: { value: 1 } } as Field,
    { type: 'ref' } as Field,
    { type: 'lines', of: 'a' } as Field,
  ]
  for (const field of wrong)
    expect([field, typeOf(field).check!(field)]).toEqual([field, { code: 'bad-option', values: expect.anything() }])
})

test('a type that nobody knows is an error', () => expect(() => typeOf({ type: 'toString' })).toThrow('toString'))
