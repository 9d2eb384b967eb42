/** One's own name and mobile. Everything else about a user is the administrator's. */
import type { House } from '../../engine/house.ts'
import type { Principal } from '../../engine/principal.ts'
import { sql } from '../../engine/store/sql.ts'
import { deed } from '../../engine/write/tx.ts'
import { update } from '../../engine/write/update.ts'
import { invalid } from '../../lib/errors.ts'
import { forgetWho } from '../auth/who.ts'
import { nameProblems, plainName } from '../directory/words.ts'

export type Self = { name?: string; mobile?: string | null }

export async function changeSelf(house: House, who: Principal, person: string, { name, mobile }: Self): Promise<{ changeset: string }> {
  const problems = name === undefined ? [] : nameProblems(name)
  if (problems.length > 0) throw invalid(problems)
  const values = { ...(name === undefined ? {} : { name: plainName(name) }), ...(mobile === undefined ? {} : { mobile }) }
  const { changeset } = await deed(house, who, 'user.update', (tx) =>
    update(tx, 'user', [{ id: who.user, subject: 1, values }], { trusted: true }),
  )
  if (values.name !== undefined) await house.database.query(sql`update platform.person set name = ${values.name} where id = ${person}`)
  forgetWho(house.database)
  return { changeset }
}
