import fc from 'fast-check'
import { expect, test } from 'vitest'
import { added, canonical } from '../../lib/decimal.ts'
import { addDays } from '../../lib/zone.ts'
import { stretches } from './stretches.ts'

const today = '2026-11-22'
const group = (on: string | null, count: number, sum: string | null, second: string | null = null) => ({
  key: { closeOn: on },
  values: { count: String(count), sum, second },
})
const named = (groups: ReturnType<typeof group>[]) =>
  Object.fromEntries(stretches('closeOn', today, groups).map(({ name, from, count, sum, second }) => [from ?? name, [count, sum, second]]))

test('a day past is late, today is this month, and each day falls into one stretch', () => {
  expect(
    named([
      group('2026-11-21', 1, '10.00', '1.00'),
      group('2026-11-22', 2, '20.00', '2.00'),
      group('2026-11-30', 1, '0.05', '0.01'),
      group('2026-12-01', 3, '30.00', '3.00'),
      group('2027-03-31', 1, '4.00'),
      group('2027-04-01', 1, '5.00'),
      group(null, 4, null),
    ]),
  ).toEqual({
    late: [1, '10', '1'],
    '2026-11-01': [3, '20.05', '2.01'],
    '2026-12-01': [3, '30', '3'],
    '2027-01-01': [0, null, null],
    '2027-02-01': [0, null, null],
    '2027-03-01': [1, '4', null],
    later: [1, '5', null],
    none: [4, null, null],
  })
})

test('this month’s rows are those from today on; the filter and the figure mean the same', () => {
  const [late, now, next] = stretches('closeOn', today, [])
  expect(late!.filter).toEqual({ field: 'closeOn', op: 'overdue', value: true })
  expect(now!.filter).toEqual({ field: 'closeOn', op: 'between', value: ['2026-11-22', '2026-11-30'] })
  expect(next!.filter).toEqual({ field: 'closeOn', op: 'between', value: ['2026-12-01', '2026-12-31'] })
})

test('whatever the days, the stretches together are all of it, to the cent', () => {
  const day = fc.option(fc.integer({ min: -900, max: 900 }).map((days) => addDays(today, days)))
  const cents = fc.integer({ min: 0, max: 10 ** 12 }).map((all) => `${Math.floor(all / 100)}.${String(all % 100).padStart(2, '0')}`)
  fc.assert(
    fc.property(fc.uniqueArray(fc.record({ on: day, amount: cents }), { selector: ({ on }) => on, maxLength: 60 }), (rows) => {
      const all = stretches(
        'closeOn',
        today,
        rows.map(({ on, amount }) => group(on, 1, amount)),
      )
      expect(all.reduce((sum, { count }) => sum + count, 0)).toBe(rows.length)
      expect(added(all.flatMap(({ sum }) => sum ?? []))).toBe(canonical(added(rows.map(({ amount }) => amount))))
    }),
  )
})
