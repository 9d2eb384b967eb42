/** A colleague who forgot his password gets a new first one from an administrator. */
import type { House } from '../../engine/house.ts'
import { type Principal, has } from '../../engine/principal.ts'
import { Refusal } from '../../lib/errors.ts'
import { personOfUser } from '../directory/members.ts'
import { setPassword } from '../directory/people.ts'

/** Ends every session of the person. One who belongs to another firm as well is not ours alone: there too it would let somebody in. */
export async function resetPassword(house: House, who: Principal, user: string, password: string): Promise<void> {
  if (!has(who, 'admin')) throw new Refusal('forbidden')
  if (user === who.user)
    throw new Refusal('not-now', { reason: who.language === 'zh' ? '自己的密码在「我」里修改' : 'change your own password under Me' })
  const person = await personOfUser(house.database, { workspace: who.workspace.id, user })
  if (!person) throw new Refusal('not-found')
  if (person.workspaces > 1) throw new Refusal('of-several-firms')
  await setPassword(house.database, person.email, password)
}
