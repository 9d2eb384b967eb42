/** The work that is done after commit: tasks of the engine and of the modules, run by this process. */
import { importTasks } from './engine/import/jobs.ts'
import { searchTasks } from './engine/search-fill.ts'
import type { OpenHouse } from './house.ts'
import { type Jobs, startJobs } from './platform/jobs/jobs.ts'

export async function startWork(house: OpenHouse, urls: { runtimeUrl: string; ownerUrl?: string }): Promise<Jobs> {
  const jobs = await startJobs({ database: house.database, house, tasks: { ...importTasks, ...searchTasks }, ...urls })
  house.wake = jobs.wake
  return jobs
}
