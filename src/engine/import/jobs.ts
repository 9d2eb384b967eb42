/** The long steps as jobs: acting as the person whose import it is, with the rights he has now. */
import { isAway, isDiskFull } from '../../lib/away.ts'
import { Refusal, sentence } from '../../lib/errors.ts'
import type { House } from '../house.ts'
import type { Workspace } from '../principal.ts'
import { check } from './check.ts'
import { type Going, Overtaken, giveUp } from './going.ts'
import { run } from './run.ts'
import { whyUnread } from './store.ts'

type At = { workspace: Workspace; house: House; signal: AbortSignal }
type Payload = { import?: string; user?: string; language?: 'zh' | 'en' }

export const importTasks = {
  'import.check': (payload: Record<string, unknown>, at: At) => perform(payload, at, check),
  'import.run': (payload: Record<string, unknown>, at: At) => perform(payload, at, run),
}

async function perform(payload: Payload, at: At, work: typeof run): Promise<void> {
  const going: Going = { ...at, id: payload.import!, user: payload.user!, language: payload.language ?? 'zh' }
  try {
    await work(going)
  } catch (error) {
    if (at.signal.aborted || error instanceof Overtaken || passing(error)) throw error
    // What can never work is said and ends; what was written stays and can be taken back.
    const why = whyUnread(error)
    await giveUp(going, {
      error: why instanceof Refusal ? sentence(why, going.language) : why instanceof Error ? why.message : String(why),
    })
  }
}

/** The database went away or was busy, or the disk is full: the job is tried again. */
const passing = (error: unknown) =>
  isAway(error) || isDiskFull(error) || /^(57...|53...|40...|55P03)$/.test(String((error as { code?: string }).code ?? ''))
