/** A server of its own process whose job begins, says so by a file, and never ends: to be killed. */
import { writeFileSync } from 'node:fs'
import { openDatabase } from '../../src/platform/postgres/database.ts'
import { startJobs } from '../../src/platform/jobs/jobs.ts'
import { houseOn } from './house.ts'
import { identity } from './identity.ts'

const { runtimeUrl, ownerUrl, started } = JSON.parse(process.env.GIVEN ?? '') as { runtimeUrl: string; ownerUrl: string; started: string }
const database = await openDatabase({ runtimeUrl, ownerUrl, identity })
await startJobs({
  database,
  house: houseOn({ database }, [], ''),
  runtimeUrl,
  ownerUrl,
  sweepMs: 100,
  tasks: {
    async hang() {
      writeFileSync(started, '')
      await new Promise((resolve) => setTimeout(resolve, 600_000))
    },
  },
})
