/** The walls between workspaces stand on an outside PostgreSQL 15 as they do on our own 18: the same suites, run again there. */
import { afterAll, beforeAll, test } from 'vitest'
import { passAgain } from './support/again.ts'
import { olderPostgres, startOlder } from './support/older-postgres.ts'

const suites = [
  'test/isolation.test.ts',
  'test/identity.test.ts',
  'src/platform/postgres/identity.test.ts',
  'src/platform/postgres/roles.test.ts',
  'src/platform/postgres/database.test.ts',
]
const more = ['test/records.test.ts', 'test/rights.test.ts', 'test/undo.test.ts', 'test/import.test.ts', 'test/search.test.ts', 'src/http']

let postgres: Awaited<ReturnType<typeof startOlder>> | undefined
beforeAll(async () => {
  if (olderPostgres) postgres = await startOlder(olderPostgres)
}, 120_000)
afterAll(() => postgres?.stop())

test.skipIf(!olderPostgres)(
  `isolation, roles and transactions hold on PostgreSQL ${olderPostgres ?? '15 (none here, skipped)'}`,
  () => passAgain([...suites, ...(process.env.LONG ? more : [])], { TEST_POSTGRES: postgres!.url }),
  1_200_000,
)
