import { randomBytes } from 'node:crypto'
import sql from 'sql-template-tag'
import { uuidv7 } from 'uuidv7'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshDatabase } from '../../../test/support/database.ts'
import type { FreshDatabase } from '../../../test/support/database.ts'
import { changePassword, disablePerson, enablePerson, setPassword } from '../directory/people.ts'
import { layPlatform } from '../directory/tables.ts'
import { createWorkspace } from '../directory/workspaces.ts'
import { openDatabase } from '../postgres/database.ts'
import { createKey, listKeys, revokeKey } from './keys.ts'
import { countAttempt } from './limits.ts'
import { argon2Runs } from './password.ts'
import { hashOf } from './secret.ts'
import { holderOf, openSession, signIn, signOut } from './sessions.ts'
import { who, whoKey } from './who.ts'

let fresh: FreshDatabase
beforeAll(async () => {
  fresh = await freshDatabase()
  await layPlatform(fresh.database)
})
afterAll(() => fresh.drop())

const anAddress = () => [10, ...randomBytes(3)].join('.')
async function aPerson() {
  const given = { name: '王芳', email: `${randomBytes(6).toString('hex')}@firm.cn`, password: 'correct horse' }
  const made = await createWorkspace(fresh.database, { name: '公司', person: given }, async () => ({ userId: uuidv7() }))
  return { ...given, id: made.person, workspace: made.workspace.id }
}
const enter = (email: string, password: string, address = anAddress()) =>
  signIn(fresh.database, { email, password, address, agent: 'test' })

async function runsOf(deed: () => Promise<unknown>): Promise<number> {
  let runs = 0
  const count = () => runs++
  argon2Runs.subscribe(count)
  await deed().catch(() => undefined)
  argon2Runs.unsubscribe(count)
  return runs
}

test('a session is kept as a hash, never as the token', async () => {
  const { email, password } = await aPerson()
  const token = await enter(email, password)
  expect(token).toHaveLength(43)
  const { rows } = await fresh.database.query<{ hash: Buffer; all: string }>(
    sql`select hash, s::text as all from platform.session s where hash = ${hashOf(token)}`,
  )
  expect(rows).toHaveLength(1)
  expect(rows[0]?.all).not.toContain(token)
})

test('unknown e-mails, wrong passwords and disabled people get the same answer after the same work', async () => {
  const known = await aPerson()
  const disabled = await aPerson()
  await disablePerson(fresh.database, disabled.id)
  for (const [email, password] of [
    ['nobody@firm.cn', 'correct horse'],
    [known.email, 'wrong horse'],
    [disabled.email, disabled.password],
  ] as const) {
    await expect(enter(email, password)).rejects.toMatchObject({ code: 'wrong-password', errors: [] })
    expect(await runsOf(() => enter(email, password))).toBe(1)
  }
  expect(await runsOf(() => enter(known.email, known.password))).toBe(1)
})

test('the eleventh try on an account waits, known or not, and costs nothing', async () => {
  const { email, password } = await aPerson()
  for (const account of [email, 'nobody-here@firm.cn']) {
    for (let tries = 0; tries < 10; tries++) await expect(enter(account, 'wrong horse')).rejects.toMatchObject({ code: 'wrong-password' })
    await expect(enter(account, password)).rejects.toMatchObject({ code: 'too-many', values: { seconds: expect.any(Number) } })
    expect(await runsOf(() => enter(account, password))).toBe(0)
  }
})

test('sixteen guesses at once get no more than ten tried', async () => {
  const { email } = await aPerson()
  const answers = await Promise.all(
    Array.from({ length: 16 }, () => enter(email, 'wrong horse').catch((error: { code: string }) => error.code)),
  )
  expect(answers.filter((code) => code === 'wrong-password')).toHaveLength(10)
  expect(answers.filter((code) => code === 'too-many')).toHaveLength(6)
})

test('tries from servers whose clocks differ a little are all counted; after a clock was set back far, one begins anew', async () => {
  const attempt = { email: `${randomBytes(4).toString('hex')}@firm.cn`, address: anAddress() }
  const start = new Date('2026-11-25T08:00:00Z')
  const at = (ms: number) => new Date(start.getTime() + ms)
  for (let tries = 0; tries < 10; tries++) await countAttempt(fresh.database, attempt, at(tries % 2 ? 0 : 5000))
  await expect(countAttempt(fresh.database, attempt, at(0))).rejects.toMatchObject({ code: 'too-many' })
  await countAttempt(fresh.database, attempt, at(-24 * 3_600_000))
})

test('a right password clears the account, and the wait ends by itself', async () => {
  const { email, password } = await aPerson()
  for (let tries = 0; tries < 9; tries++) await expect(enter(email, 'wrong horse')).rejects.toMatchObject({ code: 'wrong-password' })
  await enter(email, password)
  await expect(enter(email, 'wrong horse')).rejects.toMatchObject({ code: 'wrong-password' })

  const attempt = { email: 'later@firm.cn', address: anAddress() }
  const start = new Date('2026-11-25T08:00:00Z')
  for (let tries = 0; tries < 10; tries++) await countAttempt(fresh.database, attempt, start)
  const later = (seconds: number) => new Date(start.getTime() + seconds * 1000)
  await expect(countAttempt(fresh.database, attempt, later(60))).rejects.toMatchObject({ code: 'too-many', values: { seconds: 840 } })
  await countAttempt(fresh.database, attempt, later(900))
})

test('fifty tries from one address, or one IPv6 network, are enough; signing in to an own account washes nothing away', async () => {
  const own = await aPerson()
  const network = `2001:db8:${randomBytes(2).toString('hex')}:7`
  for (let tries = 0; tries < 50; tries++) {
    await countAttempt(fresh.database, { email: `victim${tries}@firm.cn`, address: `${network}::${tries.toString(16)}` })
    if (tries === 25) await enter(own.email, own.password, `${network}::abcd`)
  }
  await expect(enter(own.email, own.password, `${network}:1:2:3:4`)).rejects.toMatchObject({ code: 'too-many' })
  await enter(own.email, own.password, anAddress())
})

test('a signed-out session, a revoked key and a disabled person are nobody at once', async () => {
  const { database } = fresh
  const { id, workspace, email, password } = await aPerson()
  const [one, two] = [await enter(email, password), await enter(email, password)]
  const { key, id: keyId } = await createKey(database, { person: id, workspace }, 'excel')
  expect(key).toMatch(/^gx_[0-9A-Za-z]{40}$/)
  expect([await who(database, one), await who(database, two), await whoKey(database, key)]).not.toContain(null)

  await signOut(database, one)
  expect(await who(database, one)).toBeNull()
  expect(await who(database, two)).not.toBeNull()
  await revokeKey(database, { person: id, workspace }, keyId)
  expect(await whoKey(database, key)).toBeNull()
  await disablePerson(database, id)
  expect(await who(database, two)).toBeNull()
  await enablePerson(database, id)
  expect(await who(database, two)).toBeNull()
})

test('another server acts on it within a second', async () => {
  const twin = await openDatabase({ runtimeUrl: fresh.runtimeUrl })
  const { email, password } = await aPerson()
  const token = await enter(email, password)
  expect(await who(twin, token)).not.toBeNull()
  await signOut(fresh.database, token)
  await new Promise((resolve) => setTimeout(resolve, 1000))
  expect(await who(twin, token)).toBeNull()
  await twin.close()
})

test('a session ends by itself after its days', async () => {
  const { email, password } = await aPerson()
  const token = await enter(email, password)
  await fresh.database.query(
    sql`update platform.session set expires_at = ${new Date(Date.now() - 1).toISOString()} where hash = ${hashOf(token)}`,
  )
  expect(await who(fresh.database, token)).toBeNull()
})

test('a new password ends every other session, and the old one opens nothing', async () => {
  const { database } = fresh
  const { id, email, password } = await aPerson()
  const [here, there] = [await enter(email, password), await enter(email, password)]
  const change = { person: id, email, current: password, next: 'battery staple', address: anAddress(), keep: here }
  await expect(changePassword(database, { ...change, current: 'wrong horse' })).rejects.toMatchObject({ errors: [{ field: 'current' }] })
  await expect(changePassword(database, { ...change, next: 'short' })).rejects.toMatchObject({
    errors: [{ field: 'next', code: 'too-short' }],
  })
  expect(await who(database, there)).not.toBeNull()
  await changePassword(database, change)
  expect(await who(database, here)).not.toBeNull()
  expect(await who(database, there)).toBeNull()
  await expect(enter(email, password)).rejects.toMatchObject({ code: 'wrong-password' })
  await enter(email, 'battery staple')
  await setPassword(database, email, 'third password')
  expect(await who(database, here)).toBeNull()
})

test('a password verified just before it was changed opens no session afterwards', async () => {
  const { database } = fresh
  const { id, email, password } = await aPerson()
  const verified = await holderOf(database, email, password)
  if (!verified) throw new Error('the password was right')
  const late = await database.as(null, async (run) => {
    await run(sql`update platform.person set password = 'changed' where id = ${id}`)
    await run(sql`delete from platform.session where person = ${id}`)
    let settled = false
    const opening = openSession(database, verified, { address: anAddress(), agent: 'test' })
      .catch((error: { code: string }) => error.code)
      .finally(() => (settled = true))
    // until it waits for us; one that does not wait is done, and its session outlives the change
    const waiting = sql`select 1 from pg_catalog.pg_locks where not granted and locktype = 'transactionid'`
    while (!settled && (await database.query(waiting)).rows.length === 0);
    return { opening }
  })
  expect(await late.opening).toBe('wrong-password')
  const { rows } = await database.query(sql`select 1 from platform.session where person = ${id}`)
  expect(rows).toEqual([])
})

test('somebody sees and revokes only his own keys, and never a key again', async () => {
  const { database } = fresh
  const [one, two] = [await aPerson(), await aPerson()]
  const made = await createKey(database, { person: one.id, workspace: one.workspace }, 'excel')
  const listed = await listKeys(database, { person: one.id, workspace: one.workspace })
  expect(listed).toEqual([
    { id: made.id, name: 'excel', prefix: made.key.slice(0, 8), readOnly: false, createdAt: made.createdAt, lastUsedAt: null },
  ])
  expect(await listKeys(database, { person: two.id, workspace: two.workspace })).toEqual([])
  await expect(revokeKey(database, { person: two.id, workspace: two.workspace }, made.id)).rejects.toMatchObject({ code: 'not-found' })
  expect(await whoKey(database, made.key)).not.toBeNull()
})

test('a key with scopes that mean nothing opens nothing', async () => {
  const { id, workspace } = await aPerson()
  const { key, id: keyId } = await createKey(fresh.database, { person: id, workspace }, 'narrow')
  await fresh.database.owner((run) => run(sql`update platform.api_key set scopes = '["lead.read"]' where id = ${keyId}`))
  expect(await whoKey(fresh.database, key)).toBeNull()
})
