import { expect, test } from 'vitest'
import { readDayText } from './day-text.ts'

const read = (text: string) => readDayText(text, 'Asia/Shanghai', '2026-03-01')

test.each([
  '2026-03-05',
  '2026/3/5',
  '2026.3.5',
  '2026年3月5日',
  '2026 年 3 月 5 号',
  '20260305',
  '２０２６／３／５',
  '26年3月5日',
  '26/3/5',
  "'2026-03-05",
  '5-Mar-26',
  '5 Mar 2026',
  'Mar 5, 2026',
  'March 5 2026',
  '5th March 2026',
  'Thu, 5 Mar 2026',
  '2026-3-5 星期四',
  '2026年3月5日（周四）',
  '46086',
  '46086.0',
])('%s is 5 March 2026', (text) => expect(read(text)).toEqual({ day: '2026-03-05' }))

test.each([
  '2026-03-05 14:30',
  '2026-03-05T14:30',
  '2026/3/5 14:30:00',
  '2026年3月5日 14时30分',
  '2026年3月5日 下午2点半',
  '2026年3月5日下午2:30',
  '2026/3/5 2:30 PM',
  '2026/3/5 2:30pm',
  '20260305 14:30',
  '3/25/2026 14:30',
])('%s is half past two', (text) => expect(read(text)).toMatchObject({ time: '14:30:00.000' }))

test('midnight and noon by halves of the day', () => {
  expect(read('2026-03-05 12:10 AM')).toMatchObject({ time: '00:10:00.000' })
  expect(read('2026-03-05 12:10 PM')).toMatchObject({ time: '12:10:00.000' })
  expect(read('2026-03-05 上午9点')).toMatchObject({ time: '09:00:00.000' })
  expect(read('2026-03-05 中午12点')).toMatchObject({ time: '12:00:00.000' })
})

test('an offset says the moment itself', () => {
  expect(read('2026-03-05T06:30:00Z')).toEqual({ day: '2026-03-05', time: '14:30:00.000', instant: Date.UTC(2026, 2, 5, 6, 30) })
  expect(read('2026-03-04 20:00:00 UTC')).toMatchObject({ day: '2026-03-05' })
})

test.each([
  ['3/5/26', '2026-03-05', '2026-05-03'],
  ['03/04/2026', '2026-03-04', '2026-04-03'],
  ['03-04-2026', '2026-03-04', '2026-04-03'],
  ['03/04/2026 10:00', '2026-03-04', '2026-04-03'],
])('%s can be read as %s or %s', (text, a, b) => expect(read(text)).toEqual({ code: 'ambiguous-date', values: { a, b } }))
test('two digits at both ends may be the year at either', () => {
  expect(read('26/03/05')).toMatchObject({ code: 'ambiguous-date' })
  expect(read('25/3/26')).toMatchObject({ code: 'ambiguous-date' })
})
test.each([
  ['13/04/2026', '2026-04-13'],
  ['04/13/2026', '2026-04-13'],
  ['3/25/26', '2026-03-25'],
  ['3/3/2026', '2026-03-03'],
])('%s can only be %s', (text, day) => expect(read(text)).toEqual({ day }))

test.each([
  '',
  '2026-02-30',
  '2026-13-01',
  '0999-01-01',
  '10000-01-01',
  '2026-03-05 25:00',
  '12:30',
  '3月5日',
  '2026年3月',
  '下周三',
  'toString',
  '12',
  '99999',
  '5 Foo 2026',
  '2/30/2026',
  'infinity',
])('%j is no date', (text) => expect(read(text)).toEqual({ code: 'not-date' }))

test('near days are said in words', () => {
  expect(read('今天')).toEqual({ day: '2026-03-01' })
  expect(read('昨天')).toEqual({ day: '2026-02-28' })
})
