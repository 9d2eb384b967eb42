/**
 * A streaming replica that reports are read from. How old it may be is kept exactly, without any clock of another machine: what the
 * primary had written when it was asked is compared with what the replica has replayed since. A replica that is away, too far
 * behind, promoted, or of another cluster is simply not used.
 */
import sql from 'sql-template-tag'
import { setTimeout as pause } from 'node:timers/promises'
import { type Database, openDatabase } from '../postgres/database.ts'
import type { PoolOptions } from '../postgres/pools.ts'
import type { Replica } from './databases.ts'

export type ReplicaOptions = {
  /** How many seconds old an answer may be at most. */
  stalestMs?: number
  /** So long a replica that failed is left alone. */
  restMs?: number
} & Pick<PoolOptions, 'identity' | 'secretUrl'>

type Mark = { at: number; lsn: string }

/** It answers at once in a local network; reports wait no longer to learn that it is away. */
const patienceMs = 1000

export async function openReplica(
  primary: Pick<Database, 'query'>,
  url: string,
  { stalestMs = 5000, restMs = 2000, ...as }: ReplicaOptions = {},
): Promise<Replica & { close: () => Promise<void> }> {
  const database = await openDatabase({ ...as, runtimeUrl: url, max: 8 })
  const marks: Mark[] = []
  let knows = -Infinity
  let restUntil = 0
  let asking: Promise<void> | undefined

  const ask = async (): Promise<void> => {
    const at = performance.now()
    const { rows: of } = await primary.query<{ lsn: string; cluster: string }>(
      sql`select pg_catalog.pg_current_wal_lsn()::text as lsn, system_identifier::text as cluster from pg_catalog.pg_control_system()`,
    )
    marks.push({ at, lsn: of[0]!.lsn })
    if (marks.length > 20) marks.shift()
    const lsns = marks.map((mark) => mark.lsn)
    const { rows } = await database.query<{ replayed: boolean[]; cluster: string; follows: boolean }>(
      sql`select array(select l::pg_catalog.pg_lsn <= pg_catalog.pg_last_wal_replay_lsn() from unnest(${lsns}::text[]) with ordinality u(l, n) order by n) as replayed,
        system_identifier::text as cluster, pg_catalog.pg_is_in_recovery() as follows from pg_catalog.pg_control_system()`,
    )
    const [found] = rows
    if (!found!.follows || found!.cluster !== of[0]!.cluster) throw new Error('not a replica of this database')
    const last = found!.replayed.lastIndexOf(true)
    if (last >= 0) for (const mark of marks.splice(0, last + 1)) knows = Math.max(knows, mark.at)
  }

  const failed = () => void (restUntil = performance.now() + restMs)
  const once = () =>
    (asking ??= Promise.race([
      ask(),
      pause(patienceMs, undefined, { ref: false }).then(() => Promise.reject(new Error('no answer in time'))),
    ])
      .catch(failed)
      .finally(() => (asking = undefined)))

  const enough = (since: number) => knows >= since && performance.now() - knows <= stalestMs

  return {
    async fresh(since) {
      if (performance.now() < restUntil) return null
      // asked again before it runs out, so that a replica that lags a little is known to be good for the next one who asks
      if (!enough(since) || performance.now() - knows > stalestMs / 2) await once()
      return performance.now() >= restUntil && enough(since) ? database : null
    },
    failed,
    close: database.close,
  }
}
