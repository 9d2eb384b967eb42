import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readInstant, instantCell, instantValue } from './instant.ts'
import {
  addDays,
  dayIn,
  daysBetween,
  firstOfMonth,
  firstOfQuarter,
  firstOfWeek,
  instantOf,
  instantText,
  isDay,
  isTimeZone,
  localIn,
  startOfDay,
  weekday,
} from './zone.ts'

const zones = [
  'Asia/Shanghai',
  'UTC',
  'America/New_York',
  'Europe/Berlin',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'America/Sao_Paulo',
  'Pacific/Apia',
]

test('a day begins where the firm is', () => {
  expect(dayIn('Asia/Shanghai', '2026-03-04T18:00:00.000Z')).toBe('2026-03-05')
  expect(dayIn('America/New_York', '2026-03-05T04:59:59.999Z')).toBe('2026-03-04')
  expect(instantText(startOfDay('Asia/Shanghai', '2026-03-05'))).toBe('2026-03-04T16:00:00.000Z')
})

test('a clock that jumps over midnight begins its day after the gap', () => {
  expect(instantText(startOfDay('America/Sao_Paulo', '2018-11-04'))).toBe('2018-11-04T03:00:00.000Z')
  expect(instantText(instantOf('Europe/Berlin', '2026-03-29T02:30:00.000'))).toBe('2026-03-29T01:00:00.000Z')
})
test('an hour that is shown twice is the first one', () =>
  expect(instantText(instantOf('Europe/Berlin', '2026-10-25T02:30:00.000'))).toBe('2026-10-25T00:30:00.000Z'))

test('every instant lies in its day, and days meet without gap', () => {
  const instant = fc.integer({ min: Date.UTC(1950, 0, 1), max: Date.UTC(2090, 0, 1) })
  fc.assert(
    fc.property(fc.constantFrom(...zones), instant, (zone, at) => {
      const day = dayIn(zone, at)
      expect(startOfDay(zone, day)).toBeLessThanOrEqual(at)
      expect(startOfDay(zone, addDays(day, 1))).toBeGreaterThan(at)
      expect(dayIn(zone, startOfDay(zone, day))).toBe(day)
      expect(localIn(zone, instantOf(zone, localIn(zone, at)))).toBe(localIn(zone, at))
    }),
    { numRuns: 2000 },
  )
})

test('weeks begin on Monday, months and quarters on their first', () => {
  expect(firstOfWeek('2026-03-08')).toBe('2026-03-02')
  expect(firstOfWeek('2026-03-02')).toBe('2026-03-02')
  expect(weekday('2026-03-08')).toBe(7)
  expect(firstOfMonth('2026-01-31', 1)).toBe('2026-02-01')
  expect(firstOfMonth('2026-01-31', -1)).toBe('2025-12-01')
  expect(firstOfQuarter('2026-02-28', -1)).toBe('2025-10-01')
  expect(daysBetween('2026-02-28', '2026-03-01')).toBe(1)
})

test('days of the calendar only', () => {
  for (const day of ['2024-02-29', '1000-01-01', '9999-12-31']) expect(isDay(day)).toBe(true)
  for (const day of ['2026-02-29', '2026-00-10', '2026-04-31', '0999-12-31', '2026-1-1', 'infinity', '']) expect(isDay(day)).toBe(false)
})

test('zones are those of the world', () => {
  expect(isTimeZone('Asia/Shanghai')).toBe(true)
  expect(isTimeZone("Asia/Shanghai'; select 1")).toBe(false)
})

test('instants need their offset', () => {
  expect(readInstant('2026-03-05T14:30+08:00')).toBe(Date.UTC(2026, 2, 5, 6, 30))
  expect(readInstant('2026-03-05T14:30:00')).toBeNull()
  expect(readInstant('2026-02-30T00:00:00Z')).toBeNull()
})
test('a cell is written as PostgreSQL writes it, and read back', () => {
  expect(instantCell(Date.UTC(2026, 2, 5, 6, 30))).toBe('2026-03-05 06:30:00+00')
  expect(instantCell(Date.UTC(2026, 2, 5, 6, 30, 0, 250))).toBe('2026-03-05 06:30:00.25+00')
  expect(instantValue('2026-03-05 06:30:00.25+00')).toBe('2026-03-05T06:30:00.250Z')
  expect(instantValue('2026-03-05 14:30:00+08')).toBe('2026-03-05T06:30:00.000Z')
})
