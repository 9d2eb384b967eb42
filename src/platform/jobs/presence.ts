/**
 * graphile-worker keeps a dead worker's job locked for 4 hours. PostgreSQL knows better who lives: each pool of workers holds a
 * connection that carries its name, before it takes its first job, and a killed process loses its connections at once. So a lock
 * whose holder has no connection is a dead one's, on whatever machine it was; no clock and no heartbeat is asked. A pool whose
 * connection broke for a moment may lose its lock while it works: then a job runs twice, which every job must bear.
 */
import pg from 'pg'
import { setTimeout as pause } from 'node:timers/promises'
import { schema } from './lay.ts'

export type Presence = { enter: (pool: string) => Promise<void>; name: () => string; leave: () => void }

const prefix = 'guanxi jobs '

export function openPresence(runtimeUrl: string): Presence {
  let current = ''
  let client: pg.Client | undefined
  let entered: Promise<void> = Promise.resolve()
  let left = false

  const connect = async (pool: string): Promise<void> => {
    while (!left && current === pool) {
      const fresh = new pg.Client({
        connectionString: runtimeUrl,
        application_name: prefix + pool,
        connectionTimeoutMillis: 10_000,
        keepAlive: true,
        keepAliveInitialDelayMillis: 10_000,
        options: keepalive,
      })
      fresh.on('error', () => undefined)
      try {
        await fresh.connect()
        // Another pool took over while we were on our way: staying would keep the dead one's jobs locked for ever.
        if (left || current !== pool) return void fresh.end().catch(() => undefined)
        client = fresh
        fresh.once('end', () => void (current === pool && connect(pool)))
        return
      } catch {
        await pause(500, undefined, { ref: false })
      }
    }
  }

  return {
    // asked by each worker of the pool before it looks for its first job
    enter(pool) {
      if (current !== pool) {
        const old = client
        current = pool
        void old?.end().catch(() => undefined)
        entered = connect(pool)
      }
      return entered
    },
    name: () => current,
    leave() {
      left = true
      void client?.end().catch(() => undefined)
    },
  }
}

/** A machine that lost its power says no goodbye: it is found out within a minute. */
const keepalive = '-c tcp_keepalives_idle=30 -c tcp_keepalives_interval=10 -c tcp_keepalives_count=3'

/**
 * A clock that is set back leaves what was to be done at once until it has caught up, perhaps tomorrow. After a failure a job waits
 * longer each time, by graphile-worker's reckoning at most for six hours; one that waits longer than its tries explain is done now.
 */
export async function callStranded(pool: pg.Pool): Promise<void> {
  await pool.query(
    `select ${schema}.reschedule_jobs(array_agg(j.id), run_at => now()) from ${schema}.jobs j
      where j.locked_by is null and j.run_at > now() + make_interval(secs => exp(least(10, j.attempts))) + interval '1 minute' having count(*) > 0`,
  )
}

/** `own` is spared whatever PostgreSQL sees: we know that we live. */
export async function unlockDead(pool: pg.Pool, own: string): Promise<void> {
  await pool.query(
    `select ${schema}.force_unlock_workers(array_agg(dead.name)) from (
      select distinct j.locked_by as name from ${schema}.jobs j where j.locked_by is not null and j.locked_by <> $1
        and not exists (select 1 from pg_catalog.pg_stat_activity a where a.application_name = $2 || j.locked_by)) dead having count(*) > 0`,
    [own, prefix],
  )
}
