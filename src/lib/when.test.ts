import { expect, test } from 'vitest'
import { sayMoney, sayBig, sayNumber } from './amount.ts'
import { readDay } from './day-words.ts'
import { daysLate, isLate, sayAgo, sayDay, sayMoment } from './when.ts'

// Monday 23 November 2026, 10:00 in Shanghai.
const clock = { timeZone: 'Asia/Shanghai', language: 'zh' as const, now: Date.parse('2026-11-23T02:00:00Z') }

test.each([
  ['2026-11-22', '昨天'],
  ['2026-11-23', '今天'],
  ['2026-11-25', '后天'],
  ['2026-11-27', '周五'],
  ['2026-12-03', '12月3日'],
  ['2025-12-03', '2025年12月3日'],
])('the day %s is said as %s', (day, words) => expect(sayDay(day, clock)).toBe(words))

test('a weekday is one that comes; of one that has been the date is said', () => {
  // Sunday 22 November 2026: Wednesday is three days off, the last one four days ago.
  const sunday = { ...clock, now: Date.parse('2026-11-22T02:00:00Z') }
  const said = (language: 'zh' | 'en') => ['2026-11-18', '2026-11-25', '2026-11-20'].map((day) => sayDay(day, { ...sunday, language }))
  expect(said('zh')).toEqual(['11月18日', '周三', '前天'])
  expect(said('en')).toEqual(['18 Nov', 'Wed', '20 Nov'])
  expect(sayMoment('2026-11-18T07:00:00.000Z', sunday)).toBe('11月18日 15:00')
})

test('a moment is said on the wall clock of the workspace', () => {
  expect(sayMoment('2026-11-23T07:00:00.000Z', clock)).toBe('今天 15:00')
  expect(sayMoment('2026-11-23T17:00:00.000Z', clock)).toBe('明天 01:00')
})

test('what has been is said by how long ago', () => {
  expect(sayAgo('2026-11-23T01:59:30Z', clock)).toBe('刚刚')
  expect(sayAgo('2026-11-23T01:45:00Z', clock)).toBe('15 分钟前')
  expect(sayAgo('2026-11-20T07:00:00Z', clock)).toBe('3 天前')
  expect(sayAgo('2026-11-01T07:00:00Z', clock)).toBe('11月1日')
})

test('a day is late from the next day on, a moment at once', () => {
  expect(isLate('2026-11-23', clock)).toBe(false)
  expect(isLate('2026-11-22', clock)).toBe(true)
  expect(isLate('2026-11-23T01:00:00Z', clock)).toBe(true)
  expect(daysLate('2026-11-21', clock)).toBe(2)
  expect(daysLate('2026-11-24', clock)).toBe(0)
})

test.each([
  ['明天', '2026-11-24', undefined],
  ['明天 10:00', '2026-11-24', '10:00'],
  ['15:30', '2026-11-23', '15:30'],
  ['周三10点', '2026-11-25', '10:00'],
  ['下周一', '2026-11-30', undefined],
  ['周一', '2026-11-23', undefined],
  ['next fri', '2026-12-04', undefined],
  ['12-3', '2026-12-03', undefined],
  ['1月5日', '2027-01-05', undefined],
  ['1120', '2026-11-20', undefined],
  ['2026/1/5', '2026-01-05', undefined],
  ['20260105', '2026-01-05', undefined],
  ['+3', '2026-11-26', undefined],
])('%s is read as %s', (text, day, time) => expect(readDay(text, '2026-11-23')).toEqual(time === undefined ? { day } : { day, time }))

test.each(['', 'soon', '2-30', '99:99', '13-40'])('%s is no day', (text) => expect(readDay(text, '2026-11-23')).toBeNull())

test('amounts have thousands and keep every digit', () => {
  expect(sayMoney({ amount: '1682471.00', currency: 'CNY' })).toBe('¥1,682,471')
  expect(sayMoney({ amount: '-0.50', currency: 'USD' })).toBe('-US$0.50')
  expect(sayNumber('12345678901234567890.123456')).toBe('12,345,678,901,234,567,890.123456')
})

test('big amounts are said in 万 and 亿', () => {
  expect(sayBig('4200000', 'zh')).toBe('420 万')
  expect(sayBig('15600', 'zh')).toBe('1.5 万')
  expect(sayBig('123456789.10', 'zh')).toBe('1.2 亿')
  expect(sayBig('4200000', 'en')).toBe('4.2M')
  expect(sayBig('860', 'zh')).toBe('860')
})
