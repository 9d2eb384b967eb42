/** Idempotency: a key, the body's hash and the first answer live in the deed's own transaction; a twin under way waits on the row. */
import { createHash } from 'node:crypto'
import { Refusal } from '../../lib/errors.ts'
import { sql, table } from '../store/sql.ts'
import type { Tx } from './tx.ts'

export type Once = { key: string; body: unknown }

/** Twice what is promised: a clock that is set forward by a day must not make a repeated request a second deed. */
export const keptHours = 48

/** Runs `work` once per key; the same key with the same body answers the first result again, with another body refuses. */
export async function once<T>(tx: Pick<Tx, 'run' | 'principal' | 'at'>, asked: Once | undefined, work: () => Promise<T>): Promise<T> {
  if (!asked) return work()
  const place = table(tx.principal.workspace.schema, 'idempotency')
  const hash = createHash('sha256')
    .update(JSON.stringify(asked.body) ?? '')
    .digest('base64url')
  const oldest = new Date(Date.now() - keptHours * 3_600_000).toISOString()
  await tx.run(sql`delete from ${place} where principal = ${tx.principal.user} and key = ${asked.key} and at < ${oldest}`)
  const { count } = await tx.run(
    sql`insert into ${place} (principal, key, hash, at) values (${tx.principal.user}, ${asked.key}, ${hash}, ${tx.at}) on conflict do nothing`,
  )
  if (count === 0) {
    const { rows } = await tx.run<{ hash: string; body: string }>(
      sql`select hash, body from ${place} where principal = ${tx.principal.user} and key = ${asked.key}`,
    )
    if (rows[0]?.hash !== hash) throw new Refusal('key-reused')
    return JSON.parse(rows[0].body) as T
  }
  const answer = await work()
  await tx.run(
    sql`update ${place} set body = ${JSON.stringify(answer)}::jsonb where principal = ${tx.principal.user} and key = ${asked.key}`,
  )
  return answer
}
