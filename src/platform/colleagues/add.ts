/** Colleagues come in two parts: a user in the workspace, and a person who can sign in. Never in one transaction: either part can be done again. */
import { uuidv7 } from 'uuidv7'
import type { House } from '../../engine/house.ts'
import { type Principal, has } from '../../engine/principal.ts'
import { sql, table } from '../../engine/store/sql.ts'
import { undo } from '../../engine/undo.ts'
import { create } from '../../engine/write/create.ts'
import { deed } from '../../engine/write/tx.ts'
import { update } from '../../engine/write/update.ts'
import { type FieldProblem, Refusal, invalid } from '../../lib/errors.ts'
import { addPerson, disableMembership, enableMembership, userOf } from '../directory/members.ts'
import { personOf, personProblems } from '../directory/people.ts'
import { plainEmail } from '../directory/words.ts'
import type { Run } from '../postgres/database.ts'

export type Colleague = { name: string; email: string; password?: string; department?: string | null; roles?: string[]; mobile?: string }

/** All or none are taken; problems are placed `2.email`. One who has the e-mail already comes in with his own password. */
export async function addColleagues(house: House, who: Principal, wanted: Colleague[]): Promise<{ ids: string[]; changeset: string }> {
  if (!has(who, 'admin')) throw new Refusal('forbidden')
  const problems = (await Promise.all(wanted.map((one, i) => problemsOf(house, one, i)))).flat()
  if (problems.length) throw invalid(problems)
  for (const one of wanted) await bringBack(house, who, one)
  const known = await existing(
    house,
    who,
    wanted.map((one) => plainEmail(one.email)),
  )
  const fresh = wanted.filter((one) => !known.has(plainEmail(one.email))).map((one) => ({ id: uuidv7(), one }))
  const rows = fresh.map(({ id, one: { password: _, ...values } }, i) => ({
    id,
    subject: i + 1,
    values: { ...values, email: plainEmail(values.email), active: true },
  }))
  const { changeset } = await deed(house, who, 'user.create', (tx) => create(tx, 'user', rows, { trusted: true }))
  const ids = wanted.map((one) => known.get(plainEmail(one.email)) ?? fresh.find((each) => each.one === one)!.id)
  for (const [i, one] of wanted.entries())
    await addPerson(house.database, {
      workspace: who.workspace.id,
      user: ids[i]!,
      name: one.name,
      email: one.email,
      ...(one.password ? { password: one.password } : {}),
    })
  return { ids, changeset }
}

async function problemsOf(house: House, one: Colleague, index: number): Promise<FieldProblem[]> {
  const known = await personOf(house.database, plainEmail(one.email))
  const problems = personProblems({ name: one.name, email: one.email, password: known ? 'known to himself' : (one.password ?? '') })
  return problems.map((problem) => ({ ...problem, field: `${index}.${problem.field}` }))
}

/**
 * One who was removed and is added again is the user that he was: his way in leads there. What is said of him now counts.
 */
async function bringBack(house: House, who: Principal, one: Colleague): Promise<void> {
  const workspace = who.workspace.id
  const user = await userOf(house.database, { workspace, email: plainEmail(one.email) })
  const removal =
    user && (await house.databaseOf(who.workspace).as(who.workspace.role, (run) => removalOf(run, house, who, user), { readOnly: true }))
  if (!removal) return
  await undo(house, who, removal.changeset, [removal.subject])
  const { password: _, email: __, ...values } = one
  await deed(house, who, 'user.update', (tx) =>
    update(tx, 'user', [{ id: user, subject: 1, values: { ...values, active: true } }], { trusted: true }),
  )
  await enableMembership(house.database, { workspace, user })
}

async function removalOf(
  run: Run,
  house: House,
  who: Principal,
  user: string,
): Promise<{ changeset: string; subject: number } | undefined> {
  const { schema } = who.workspace
  const users = table(schema, (await house.catalogOf(who.workspace)).objects.get('user')!.table)
  const { rows } = await run<{ changeset: string; subject: number }>(
    sql`select c.changeset, c.subject from ${table(schema, 'change')} c where c.record = ${user}::uuid and c.op = 'r'
      and not exists (select 1 from ${users} u where u.id = c.record) order by c.version desc limit 1`,
  )
  return rows[0]
}

/** Users whose second part was lost in a crash are found again by their e-mail. */
async function existing(house: House, who: Principal, emails: string[]): Promise<Map<string, string>> {
  const catalog = await house.catalogOf(who.workspace)
  const users = table(who.workspace.schema, catalog.objects.get('user')!.table)
  const { rows } = await house
    .databaseOf(who.workspace)
    .as(
      who.workspace.role,
      (run) => run<{ id: string; email: string }>(sql`select id, f_email as email from ${users} where f_email = any(${emails}::text[])`),
      { readOnly: true },
    )
  return new Map(rows.map((row) => [row.email, row.id]))
}

/** A leaver: signed out everywhere within a second, his keys closed; his records stay and can be given to others. */
export async function setActive(house: House, who: Principal, user: string, active: boolean): Promise<{ changeset: string }> {
  if (!has(who, 'admin')) throw new Refusal('forbidden')
  if (user === who.user) throw new Refusal('not-now', { reason: who.language === 'zh' ? '不能停用自己' : 'you cannot disable yourself' })
  const { changeset } = await deed(house, who, 'user.update', (tx) =>
    update(tx, 'user', [{ id: user, subject: 1, values: { active } }], { trusted: true }),
  )
  await (active ? enableMembership : disableMembership)(house.database, { workspace: who.workspace.id, user })
  return { changeset }
}
