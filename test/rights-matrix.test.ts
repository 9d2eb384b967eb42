/**
 * Every operation of the OpenAPI document, by everybody who may knock, on a record in each relation to him, against a policy written a second
 * time in plain JavaScript. Whoever is refused has changed nothing: no row, job, file or event of either firm.
 *
 *   npm run test:long                                      all of it, instead of some of each operation
 *   MATRIX_SEED=7 npx vitest run test/rights-matrix.test.ts   others of each
 */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { chance } from './support/random.ts'
import { type App, startApp } from './support/app.ts'
import { askWhatChangesNothing, askWhatIsAllowed, over } from './support/matrix/asked.ts'
import { type Case, type Matrix, disagreeing, gapsOf, matrixOf, sampled } from './support/matrix/cases.ts'
import { faults } from './support/matrix/faults.ts'

let app: App
let matrix: Matrix
let cases: Case[]
const seed = Number(process.env.MATRIX_SEED ?? 20261122)
const timeout = process.env.LONG ? 3_600_000 : 300_000
beforeAll(async () => {
  app = await startApp()
  matrix = await matrixOf(app)
  cases = process.env.LONG ? matrix.cases : sampled(matrix.cases, chance(seed))
}, timeout)
afterAll(() => app?.stop())

test('no operation was forgotten: of each the policy says whose it is, and how it is called', () => {
  expect(matrix.gaps).toEqual([])
})

test('who is refused learns nothing and changes nothing, and what may be read is', { timeout }, async () => {
  expect(await askWhatChangesNothing(matrix, cases, over(app.url))).toEqual([])
})

test('what is allowed is done', { timeout }, async () => {
  expect(await askWhatIsAllowed(matrix, cases, over(app.url))).toEqual([])
})

test('what the API says of who may is what the policy says', () => {
  expect(matrix.operations.flatMap((operation) => disagreeing(matrix, operation))).toEqual([])
})

test.each(Object.entries(faults))('it is noticed when %s', { timeout }, async (_, { only, plant, between }) => {
  const some = matrix.cases.filter(only)
  const ask = over(app.url)
  expect(some.length).toBeGreaterThan(0)
  expect(await askWhatChangesNothing(matrix, some, ask)).toEqual([])
  const mend = await plant?.(matrix)
  const found = await askWhatChangesNothing(matrix, some, between ? between(matrix, ask) : ask)
  await mend?.()
  expect(found).not.toEqual([])
})

test('an operation that nobody described to the policy is noticed, one without a sample, and one that says too little of who may', async () => {
  const [known] = matrix.operations.filter(({ id }) => id === 'lead.read')
  const strange = { ...known!, method: 'GET', path: '/salaries' }
  expect(await gapsOf(matrix, strange)).toEqual(['GET /salaries: the policy does not say whose it is'])
  expect(await gapsOf(matrix, { ...known!, method: 'POST', path: '/leads/{id}/sell' })).toHaveLength(1)
  const open = { ...known!, described: { ...known!.described, 'x-authz': { who: 'person' } } }
  expect(disagreeing(matrix, open)).toHaveLength(1)
})
