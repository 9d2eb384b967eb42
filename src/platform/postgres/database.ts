import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import type { Sql } from 'sql-template-tag'
import { Halt } from '../../lib/halt.ts'
import { openAdmission } from './admission.ts'
import { secretOf, seamOf } from './identity.ts'
import type { Connections } from './logins.ts'
import { openPools } from './pools.ts'
import type { PoolOptions } from './pools.ts'
import { extended, quoteRole, transaction } from './transaction.ts'
import type { Run, TransactionOptions } from './transaction.ts'

export type { Rows, Run, Sql, TransactionOptions } from './transaction.ts'

/**
 * The database as the server sees it. Statements are `sql` templates; answers are plain rows whose times, dates, numerics, int8,
 * uuid and json are strings.
 */
export type Database = {
  /** One transaction for a workspace's role (null: the server's own), by the identity of this server (identity.ts). The opening travels with the first statement: no extra round trip. */
  as: <T>(role: string | null, work: (run: Run) => Promise<T>, options?: TransactionOptions) => Promise<T>
  /** One statement as the server's own role, outside a transaction. */
  query: Run
  /** One transaction as the owner of the tables; gives up after 2 seconds of waiting for a lock. */
  owner: <T>(work: (run: Run) => Promise<T>, options?: TransactionOptions) => Promise<T>
  /** COPY … FROM STDIN in a transaction of its own; the number of rows. */
  copyIn: (role: string | null, copy: string, chunks: AsyncIterable<string | Buffer>) => Promise<number>
  /** A long answer in portions, without holding it in memory. */
  stream: <T = Record<string, unknown>>(role: string | null, statement: Sql, batch?: number) => AsyncGenerator<T[], void, undefined>
  /** Lets this server into a workspace whose tables were just made, by its identity; in that transaction of the owner. */
  admit: (run: Run, schema: string) => Promise<void>
  /** Into all that are there: at start, for the identity may be another than last time. */
  admitAll: () => Promise<void>
  close: () => Promise<void>
}

export async function openDatabase(options: PoolOptions): Promise<Database> {
  const pools = openPools(options)
  const query: Database['query'] = async <T>(statement: Sql, { name }: { name?: string } = {}) => {
    const answer = await pools.requests.query<pg.QueryResultRow>(extended({ text: statement.text, values: statement.values, name }))
    return { rows: answer.rows as T[], count: answer.rowCount ?? 0 }
  }
  const owner: Database['owner'] = (work, settings) => transaction(ownerOf(pools.owner), null, work, settings)
  const { identity = 'role' } = options
  const { mend, ...admission } = openAdmission({ identity, secret: () => secretOf(options), query, owner })
  const seam = seamOf(options, pools, mend)
  return {
    as: (role, work, settings) => transaction(seam.requests(role), seam.takes(role), work, settings),
    query,
    owner,
    copyIn: (role, copy, chunks) => copyIn(seam.plain(role), seam.takes(role), copy, chunks),
    stream: (role, statement, batch = 1000) => stream(seam.plain(role), seam.takes(role), statement, batch),
    ...admission,
    async close() {
      await Promise.all([pools.requests.end(), pools.plain.end(), pools.owner?.end(), seam.close()])
    },
  }
}

function ownerOf(pool: pg.Pool | undefined): pg.Pool {
  if (pool) return pool
  throw new Halt({
    zh: '这一步要建表，需要数据库所有者的地址：请设 DATABASE_OWNER_URL。',
    en: 'This step makes tables and needs the owner of the database: set DATABASE_OWNER_URL.',
  })
}

async function copyIn(pool: Connections, role: string | null, copy: string, chunks: AsyncIterable<string | Buffer>): Promise<number> {
  return onPlain(pool, role, 'begin', async (client) => {
    const target = client.query(copyFrom(copy))
    await pipeline(Readable.from(chunks), target)
    return target.rowCount
  })
}

async function* stream<T>(pool: Connections, role: string | null, statement: Sql, batch: number): AsyncGenerator<T[], void, undefined> {
  const client = await pool.connect()
  let ended = false
  try {
    await open(client, role, 'begin read only')
    await client.query(extended({ text: `declare portions no scroll cursor for ${statement.text}`, values: statement.values }))
    for (;;) {
      const { rows } = await client.query(`fetch forward ${Math.round(batch)} from portions`)
      if (rows.length > 0) yield rows as T[]
      if (rows.length < batch) break
    }
    await client.query('commit')
    ended = true
  } finally {
    // the reader may stop half-way
    ended ||= await rolledBack(client)
    client.release(!ended)
  }
}

async function onPlain<T>(pool: Connections, role: string | null, begin: string, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  let ended = false
  try {
    await open(client, role, begin)
    const result = await work(client)
    await client.query('commit')
    ended = true
    return result
  } finally {
    ended ||= await rolledBack(client)
    client.release(!ended)
  }
}

async function open(client: pg.PoolClient, role: string | null, begin: string): Promise<void> {
  await client.query(begin)
  if (role !== null) await client.query(`set local role ${quoteRole(role)}`)
}

async function rolledBack(client: pg.PoolClient): Promise<boolean> {
  return client.query('rollback').then(
    () => true,
    () => false,
  )
}
