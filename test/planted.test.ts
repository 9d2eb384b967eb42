/** The faults that the suites must notice are at hand, and some are planted for real; `npm run test:long` plants all of them. */
import { afterAll, expect, test } from 'vitest'
import { faults } from './planted/faults.ts'
import { rounds } from './support/long.ts'
import { copyHouse, textOf, times } from './support/planting.ts'

const copy = copyHouse(true)
afterAll(() => copy.remove())

test('there are at least thirty, each by its own name', () => {
  expect(faults.length).toBeGreaterThanOrEqual(30)
  expect(new Set(faults.map(({ name }) => name)).size).toBe(faults.length)
})

test.each(faults)('$name: its text stands once in its file, its test in its suite', ({ file, text, planted, suite, only }) => {
  expect(times(textOf(file), text), file).toBe(1)
  expect(planted).not.toBe(text)
  expect(times(textOf(suite), only), suite).toBeGreaterThan(0)
})

test.each(faults.filter(({ quick }) => quick).slice(0, rounds(1, 100)))('$name: it is noticed', async (fault) => {
  expect(await copy.run(fault.suite, [fault.only])).toMatchObject({ passed: expect.any(Number), failed: [] })
  const { failed, said } = await copy.withFault(fault)
  expect(failed, said).not.toEqual([])
})

test('a fault that is none is not noticed', async () => {
  const [fault] = faults.filter(({ quick }) => quick)
  const { failed, passed, said } = await copy.withFault({ ...fault!, planted: fault!.text })
  expect(failed, said).toEqual([])
  expect(passed).toBeGreaterThan(0)
})
