/** The work that is done after commit: tasks of the engine and of the modules, run by this process. */
import { fillTasks } from './engine/fills.ts'
import { importTasks } from './engine/import/jobs.ts'
import type { OpenHouse } from './house.ts'
import { type Jobs, startJobs } from './platform/jobs/jobs.ts'
import { paperTasks } from './platform/pdf/keep.ts'
import { openPress } from './platform/pdf/press.ts'

export async function startWork(house: OpenHouse, urls: { runtimeUrl: string; ownerUrl?: string }): Promise<Jobs> {
  const press = openPress()
  const tasks = { ...importTasks, ...fillTasks, ...paperTasks(press) }
  const jobs = await startJobs({ database: house.database, house, tasks, ...urls })
  house.wake = jobs.wake
  return { ...jobs, stop: () => jobs.stop().finally(press.close) }
}
