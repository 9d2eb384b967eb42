import pg from 'pg'
import type { Identity } from './identity.ts'
import { types } from './types.ts'
import { watch } from './watch.ts'

/** Three pools: requests (pipelined), COPY and cursors (which a pipeline cannot carry), and the owner's for tables. */
export type Pools = { requests: pg.Pool; plain: pg.Pool; owner: pg.Pool | undefined }

export type PoolOptions = {
  runtimeUrl: string
  ownerUrl?: string
  max?: number
  statementTimeoutMs?: number
  connectTimeoutMs?: number
  identity?: Identity
  /** Whose password those of the workspaces' logins follow from, where that is not `runtimeUrl`: of the database that a replica copies. */
  secretUrl?: string
}

export function openPools(options: PoolOptions): Pools {
  const { runtimeUrl, ownerUrl, max = 16, identity } = options
  return {
    // where workspaces sign in themselves, people and sessions are all that is left to these
    requests: openRequests({ ...options, max: identity === 'login' ? Math.ceil(max / 2) : max }),
    plain: openPlain(runtimeUrl, 4),
    owner: ownerUrl
      ? open(
          { connectionString: ownerUrl, max: 2, pipeline: true, options: `${plain} -c lock_timeout=2000 -c statement_timeout=3600000` },
          3_600_000,
        )
      : undefined,
  }
}

// A record that is held has a queue of its own before it, so one who wants it waits twice at most: he gives way, told that it is
// busy, before his statement counts as slow, and before those give up who wait for his connection only to read.
export const openRequests = (options: PoolOptions) => {
  const { runtimeUrl, max = 16, statementTimeoutMs = 15_000, connectTimeoutMs = 10_000, identity = 'role' } = options
  return open(
    {
      connectionString: runtimeUrl,
      connectionTimeoutMillis: connectTimeoutMs,
      // whoever looks at the connections of a running server sees its setting (admission.ts)
      application_name: `guanxi ${identity}`,
      max,
      pipeline: true,
      options: `${plans} -c statement_timeout=${statementTimeoutMs} -c lock_timeout=${Math.round(statementTimeoutMs / 3)} -c idle_in_transaction_session_timeout=60000`,
    },
    statementTimeoutMs,
  )
}

export const openPlain = (runtimeUrl: string, max: number) =>
  open({ connectionString: runtimeUrl, max, options: `${plans} ${patience}` }, 600_000)

const plain = '-c TimeZone=UTC -c DateStyle=ISO -c jit=off'
// a named statement turns generic after five runs, and a rare search fell from 3,618 to 2.1 requests a second
const plans = `${plain} -c plan_cache_mode=force_custom_plan`

// an export waits for whoever downloads it
const patience = '-c statement_timeout=600000 -c idle_in_transaction_session_timeout=600000'

function open(options: pg.PoolConfig, statementTimeoutMs: number): pg.Pool {
  const pool = new pg.Pool({
    application_name: 'guanxi',
    connectionTimeoutMillis: 10_000,
    ...options,
    types,
    // a backend remembers every table it touched: one that saw 200 × 15 held 289 MB
    maxUses: 5000,
    maxLifetimeSeconds: 1800,
    idleTimeoutMillis: 60_000,
    // one who left without a word is found out in half a minute where nothing is asked, too
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
  })
  // a connection that breaks says so in the statement it was serving; an idle one is simply replaced
  pool.on('connect', (client) => client.on('error', () => undefined))
  pool.on('error', () => undefined)
  watch(pool, statementTimeoutMs)
  return pool
}
