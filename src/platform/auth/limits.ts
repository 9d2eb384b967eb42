import { createHash } from 'node:crypto'
import sql from 'sql-template-tag'
import { Refusal } from '../../lib/errors.ts'
import type { Database } from '../postgres/database.ts'
import { networkOf } from './address.ts'

const minutes = 15
const perAccount = 10
const perAddress = 50

/** Who tries, and from where. */
export type Attempt = { email: string; address: string }

/**
 * Counts a try before it is known whether it is right, so that a hundred at once get no more than ten. Unknown e-mails are
 * counted like known ones. Throws 'too-many' until the quarter of an hour that began with the first try is over. One that began
 * far in the future was begun by a clock that has been set back since: it would lock people out until then, so it begins anew.
 * A little in the future is another server's clock, or a try at the same moment that was here first: it counts.
 */
export async function countAttempt(database: Database, attempt: Attempt, now = new Date()): Promise<void> {
  const over = new Date(now.getTime() - minutes * 60_000).toISOString()
  const ahead = new Date(now.getTime() + minutes * 60_000).toISOString()
  const at = now.toISOString()
  const { account, network } = buckets(attempt)
  const { rows } = await database.query<{ bucket: Buffer; started_at: string; count: number }>(
    sql`insert into platform.attempt as kept (bucket, started_at, count) values (${account}, ${at}, 1), (${network}, ${at}, 1)
      on conflict (bucket) do update set
        count = case when kept.started_at > ${over} and kept.started_at <= ${ahead} then kept.count + 1 else 1 end,
        started_at = case when kept.started_at > ${over} and kept.started_at <= ${ahead} then kept.started_at else excluded.started_at end
      returning bucket, started_at, count`,
  )
  const full = rows.filter((row) => row.count > (row.bucket.equals(account) ? perAccount : perAddress))
  if (full.length === 0) return
  const ends = Math.max(...full.map((row) => Date.parse(row.started_at))) + minutes * 60_000
  throw new Refusal('too-many', { seconds: Math.max(1, Math.ceil((ends - now.getTime()) / 1000)) })
}

/**
 * The try was right: the account starts afresh, and the address gets this one try back, but only this one: otherwise an
 * own account would wash away any number of guesses at others'.
 */
export async function forgiveAttempt(database: Database, attempt: Attempt, now = new Date()): Promise<void> {
  const over = new Date(now.getTime() - minutes * 60_000).toISOString()
  const { account, network } = buckets(attempt)
  await database.as(null, async (run) => {
    await run(sql`delete from platform.attempt where bucket = ${account} or started_at <= ${over}`)
    await run(sql`update platform.attempt set count = count - 1 where bucket = ${network} and count > 0`)
  })
}

/** Hashed, because people type passwords into the field of the e-mail. */
function buckets({ email, address }: Attempt): { account: Buffer; network: Buffer } {
  const hash = (words: string) => createHash('sha256').update(words).digest()
  return { account: hash(`account ${email}`), network: hash(`address ${networkOf(address)}`) }
}
