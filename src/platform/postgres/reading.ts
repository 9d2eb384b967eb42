import type pg from 'pg'
import type { Sql } from 'sql-template-tag'
import { type Answer, asking } from './asking.ts'
import { committing, opening } from './messages.ts'
import { together } from './together.ts'
import { type Keeping, type Run, afterFailure, codeOf, planning, unanswered } from './run.ts'

/**
 * A reading: each statement is a transaction of its own under the role (asking.ts), all on one connection, taken when the first is
 * asked. At READ COMMITTED statements of one transaction see no more of each other's moment than these do. One that failed fails
 * the reading, also when nobody waited for it.
 */
export async function reading<T>(connect: () => Promise<pg.PoolClient>, lines: string[], work: (run: Run) => Promise<T>): Promise<T> {
  let taken: Promise<pg.PoolClient> | undefined
  let cause: unknown
  let over = false
  const pending = new Set<Promise<Answer>>()
  const around = { before: opening(lines), after: committing }
  const plannedOnce = { before: opening([...lines, planning.once]), after: committing }
  const ask = (statement: Sql, { name, planned }: Keeping) =>
    (taken ??= connect()).then(
      (client) =>
        new Promise<Answer>((resolve, reject) => {
          // a name of its own: a reading asks for the columns of what it prepares once
          const asked = { text: statement.text, values: statement.values, name: name && `read ${name}` }
          const answered = (error: Error | null, found?: Answer) =>
            found?.last === 'COMMIT' ? resolve(found) : reject(error ?? new Error('a reading transaction did not end with COMMIT'))
          together(client)
          void client.query(asking(planned ? plannedOnce : around, asked, answered))
        }),
    )
  const run: Run = async <Row>(statement: Sql, options = {}) => {
    if (over) return unanswered()
    const answer = ask(statement, options)
    pending.add(answer)
    // one that nobody waits for yet must not end the program; the first to fail is why the later ones did
    void answer.catch((error: unknown) => (cause ??= error)).finally(() => pending.delete(answer))
    const { rows, count } = await answer
    return { rows: rows as Row[], count }
  }
  try {
    const result = await work(run)
    // as many as were asked meanwhile, too
    while (pending.size) await Promise.allSettled(pending)
    over = true
    if (cause) throw cause
    if (taken) (await taken).release()
    return result
  } catch (error) {
    over = true
    await Promise.allSettled(pending)
    if (taken) await leave(await taken.catch(() => null))
    throw codeOf(error) === afterFailure && cause ? cause : error
  }
}

/** What failed left its transaction open. */
async function leave(client: pg.PoolClient | null): Promise<void> {
  const ended = await client?.query('rollback').then(
    () => true,
    () => false,
  )
  client?.release(!ended)
}
