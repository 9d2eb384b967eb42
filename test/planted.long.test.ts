/** All planted faults, one at a time, in a copy of the house: each is noticed by the suite that it names, which is green without it. */
import { afterAll, expect, test } from 'vitest'
import { type Fault, faults } from './planted/faults.ts'
import { copyHouse } from './support/planting.ts'

const copy = copyHouse()
afterAll(() => copy.remove())

const table: string[] = []
afterAll(() => process.stdout.write(`\n${table.join('\n')}\n`))

const suites: [string, Fault[]][] = [...Map.groupBy(faults, ({ suite }) => suite)]

test.each(suites)('%s is green without a fault', async (suite, some) => {
  const { passed, failed, said } = await copy.run(suite, some.some(({ only }) => only === '') ? [] : some.map(({ only }) => only))
  expect(failed, said).toEqual([])
  expect(passed, said).toBeGreaterThan(0)
})

test.each(faults)('$name: it is noticed', async (fault) => {
  const { failed, seconds, said } = await copy.withFault(fault)
  table.push(`${fault.name} | ${fault.suite}: ${failed.length} red | ${seconds} s`)
  expect(failed, said).not.toEqual([])
})
