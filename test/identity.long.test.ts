/** What the other suites show under `role` they show under the two other settings as well: several databases, a replica, two servers, imports, undo, export. */
import { test } from 'vitest'
import { passAgain } from './support/again.ts'

const suites = [
  'test/records.test.ts',
  'test/rights.test.ts',
  'test/import.test.ts',
  'test/undo.test.ts',
  'test/search.test.ts',
  'test/selling.test.ts',
  'test/runtime-roads.test.ts',
  'test/two-servers.test.ts',
  'test/two-servers-work.test.ts',
  'test/two-databases.test.ts',
  'test/replica.test.ts',
  'test/workspace-export.test.ts',
  'test/backup.test.ts',
  'src/platform/jobs',
  'src/http',
]

test.each(['login', 'shared'])('GUANXI_IDENTITY=%s', (identity) =>
  passAgain(suites, { GUANXI_IDENTITY: identity, LONG: '', SQL_RULES: '' }),
)
