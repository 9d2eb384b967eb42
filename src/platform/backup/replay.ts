/** PostgreSQL reads the log after a backup up to a moment, and says itself when it does not come that far. */
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Halt } from '../../lib/halt.ts'
import { copyOne, eachOf } from './copy.ts'
import { altered } from './manifest.ts'
import { numberOf, placeOf, segmentName } from './segments.ts'
import type { Show } from './take.ts'
import type { Log, Until } from './until.ts'
import { damagedLog, endsBefore } from './until-words.ts'

/** Lays the log where PostgreSQL looks for it, and tells it to go through it. */
export async function layLog(draft: string, { pieces }: Log, show: Show): Promise<void> {
  const cluster = path.join(draft, 'postgres/cluster')
  let done = 0
  await eachOf(pieces, async ({ name, file, sha256 }) => {
    const copied = await copyOne(file, path.join(cluster, 'pg_wal', name), false)
    if (!copied || (sha256 && copied.sha256 !== sha256))
      throw altered(path.dirname(path.dirname(file)), `${path.basename(path.dirname(file))}/${name}`)
    show({ zh: '日志', en: 'Log' }, ++done, pieces.length)
  })
  writeFileSync(path.join(cluster, 'recovery.signal'), '', { mode: 0o600, flush: true })
}

/** What is asked of PostgreSQL for this one start. Nobody is let in before it has arrived. */
export const replaying = ({ time }: Until): Record<string, string> => ({
  hot_standby: 'off',
  // all of it lies in pg_wal already; this is the shortest command that finds nothing, here and on Windows
  restore_command: 'exit 1',
  ...(time ? { recovery_target_time: time.toISOString().replace('T', ' ').replace('Z', '+00'), recovery_target_action: 'promote' } : {}),
})

/** Why it did not arrive, in our words; where that is not why, what it said. */
export function whyNot(draft: string, { time }: Until, log: Log, said: Halt): Halt {
  const words = path.join(draft, 'postgres/log')
  if (!time || !readFileSync(words, 'utf8').includes('before configured recovery target')) return said
  const { damaged, last } = told(draft, log)
  return damaged ? damagedLog(damaged, last) : endsBefore(time, last)
}

/** Without a moment to arrive at, PostgreSQL takes whatever it cannot read for the end. */
export function mustHaveReadAll(draft: string, log: Log): void {
  const { damaged, last } = told(draft, log)
  if (damaged) throw damagedLog(damaged, last)
}

/** PostgreSQL's own words: how far it read, when the last deed there was done, and whether what follows is the end or damage. */
function told(draft: string, { pieces, last }: Log): { damaged?: string; last?: string } {
  const text = readFileSync(path.join(draft, 'postgres/log'), 'utf8')
  const deed = /last completed transaction was at log time (\S+) (\S+)/.exec(text)
  const done = /redo done at ([0-9A-F]+\/[0-9A-F]+)/.exec(text)?.[1]
  const said = deed ? { last: new Date(`${deed[1]}T${deed[2]!.replace('+00', 'Z')}`).toISOString() } : {}
  const newest = pieces.at(-1)
  if (last === undefined || !newest || !done) return said
  const size = BigInt(statSync(newest.file).size)
  const { timeline } = placeOf(newest.name, size)
  // where the log ends in good order nothing follows the last piece, and PostgreSQL has nothing to complain of
  const complaint =
    /LOG: {2}(?:incorrect|invalid|unexpected|record with|there is no contrecord|WAL file is from).*? (?:at|LSN) ([0-9A-F]+\/[0-9A-F]+)/.exec(
      text,
    )?.[1]
  const reached = segmentName(timeline, numberOf(complaint ?? done) / size, size)
  return complaint || reached < last ? { damaged: reached, ...said } : said
}
