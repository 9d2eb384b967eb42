import { setTimeout as pause } from 'node:timers/promises'
import type pg from 'pg'
import type { Sql } from 'sql-template-tag'
import type { Connections } from './logins.ts'
import { type Answer, type Asked, asking } from './asking.ts'
import { opening, sync } from './messages.ts'
import { reading } from './reading.ts'
import { type Keeping, type Run, afterFailure, codeOf, planning, unanswered } from './run.ts'
import { together } from './together.ts'
import { waitLonger } from './watch.ts'
import { asWriter } from './writers.ts'

export type { Run, Sql }
export type Rows<T> = T[]

export type TransactionOptions = {
  readOnly?: boolean
  /** Instead of the 15 seconds of each statement. */
  timeoutMs?: number
  /** Runs `work` again, up to 3 times, after a deadlock, a conflict of two transactions, or the owner's 2 seconds of waiting for a lock. */
  retry?: boolean
}

/** BEGIN, the role, the work, COMMIT on one connection. What the work throws rolls back. */
export async function transaction<T>(
  pool: Connections,
  role: string | null,
  work: (run: Run) => Promise<T>,
  options: TransactionOptions = {},
): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      if (options.readOnly) return await reading(() => connect(pool, options), linesOf(role, options), work)
      return await asWriter(pool, () => once(pool, role, work, options))
    } catch (error) {
      if (isStalePlan(error)) staleBefore.set(pool, performance.now())
      if (attempt === 3 || !mayRepeat(error, options)) throw error
      await pause(Math.random() * 20 * 2 ** attempt)
    }
  }
}

const deadlock = '40P01'
const twoAtOnce = '40001'
const lockedTooLong = '55P03'

function mayRepeat(error: unknown, options: TransactionOptions): boolean {
  if (isStalePlan(error)) return Boolean(options.retry || options.readOnly)
  return Boolean(options.retry) && [deadlock, twoAtOnce, lockedTooLong].includes(codeOf(error))
}

/** "cached plan must not change result type": a prepared statement met a table that has changed since. */
function isStalePlan(error: unknown): boolean {
  return codeOf(error) === '0A000' && error instanceof Error && 'routine' in error && error.routine === 'RevalidateCachedQuery'
}

/** Connections older than this know statements that no longer fit; one such error tells about all of them. Not in the time of the wall: set back, all would seem old. */
const staleBefore = new WeakMap<Connections, number>()
const bornAt = new WeakMap<pg.PoolClient, number>()

async function connect(pool: Connections, { timeoutMs }: TransactionOptions): Promise<pg.PoolClient> {
  for (;;) {
    const client = await pool.connect()
    const born = bornAt.get(client) ?? performance.now()
    bornAt.set(client, born)
    if (born <= (staleBefore.get(pool) ?? 0)) {
      client.release(true)
      continue
    }
    if (timeoutMs !== undefined) waitLonger(client, timeoutMs)
    return client
  }
}

async function once<T>(pool: Connections, role: string | null, work: (run: Run) => Promise<T>, options: TransactionOptions): Promise<T> {
  let lines = linesOf(role, options)
  const client = await connect(pool, options)
  let cause: unknown
  let over = false
  let now: Keeping['planned']
  const send = (statement: Asked) =>
    new Promise<Answer>((resolve, reject) => {
      const before = lines.length ? opening(lines) : undefined
      lines = []
      together(client)
      void client.query(asking({ before, after: sync }, statement, (error, answer) => (error ? reject(error) : resolve(answer!))))
    })
  const run: Run = async <Row>(statement: Sql, { name, planned }: Keeping = {}) => {
    if (over) return unanswered()
    if (planned !== now) lines = [...lines, planning[(now = planned) ?? 'each']]
    const answer = send({ text: statement.text, values: statement.values, name })
    // a statement nobody waits for yet must not end the program; the first to fail is why the later ones did
    answer.catch((error: unknown) => (cause ??= error))
    const { rows, count } = await answer
    return { rows: rows as Row[], count }
  }
  try {
    const result = await work(run)
    over = true
    const { last } = await send({ text: 'commit', values: [], name: 'commit' })
    // PostgreSQL answers COMMIT of a failed transaction with ROLLBACK
    if (last !== 'COMMIT') throw cause
    client.release()
    return result
  } catch (error) {
    over = true
    const ended = await client.query('rollback').then(
      () => true,
      () => false,
    )
    client.release(!ended)
    throw codeOf(error) === afterFailure && cause ? cause : error
  }
}

type Statement = { text: string; values?: unknown[]; name?: string | undefined }

/** The protocol in which one text is one statement: the simple one, which pg takes for texts without values, runs several. */
export function extended(statement: Statement): Statement & { queryMode: 'extended' } {
  return { ...statement, queryMode: 'extended' }
}

function linesOf(role: string | null, { readOnly, timeoutMs }: TransactionOptions): string[] {
  const lines = [readOnly ? 'begin read only' : 'begin']
  if (role !== null) lines.push(`set local role ${quoteRole(role)}`)
  if (timeoutMs !== undefined) lines.push(`set local statement_timeout = ${Math.max(1, Math.round(timeoutMs))}`)
  return lines
}

/** Names of roles come from our own code only. This catches the day somebody forgets. */
export function quoteRole(role: string): string {
  if (!/^[a-z_][a-z0-9_]{0,62}$/.test(role)) throw new Error(`Not the name of a role: ${JSON.stringify(role)}`)
  return `"${role}"`
}
