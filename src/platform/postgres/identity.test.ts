/** What the three settings make of the same workspaces, on PostgreSQL itself. */
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import pg from 'pg'
import sql, { raw } from 'sql-template-tag'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../../../test/support/database.ts'
import { gateBefore } from '../../../test/support/gate.ts'
import { isAway } from '../../lib/away.ts'
import { identityAt } from './admission.ts'
import { type Database, openDatabase } from './database.ts'
import type { Identity } from './identity.ts'
import { loginPassword, passwordIn, signedIn } from './login-password.ts'
import type { PoolOptions } from './pools.ts'

let fresh: FreshDatabase
let admin: pg.Client
const opened: Database[] = []
beforeAll(async () => {
  fresh = await freshDatabase()
  admin = new pg.Client({ connectionString: fresh.adminUrl })
  await admin.connect()
})
afterEach(async () => void (await Promise.all(opened.splice(0).map((each) => each.close()))))
afterAll(async () => {
  await admin.end()
  await fresh.drop()
})

async function open(identity: Identity, options: Partial<PoolOptions> = {}): Promise<Database> {
  const { runtimeUrl, ownerUrl } = fresh
  const database = await openDatabase({ runtimeUrl, ownerUrl, identity, ...options })
  opened.push(database)
  await database.admitAll()
  return database
}

/** A workspace as the engine lays it: notes, and a log that is only added to. */
async function lay(database: Database): Promise<string> {
  const name = `ws_${randomBytes(8).toString('hex')}`
  await database.owner(async (run) => {
    for (const statement of tablesOf(name)) await run(raw(statement))
    await database.admit(run, name)
  })
  return name
}
const tablesOf = (name: string) => [
  `create role ${name} nologin`,
  `create schema ${name}`,
  `grant usage on schema ${name} to ${name}`,
  `create table ${name}.note (text text)`,
  `grant select, insert, update, delete on ${name}.note to ${name}`,
  `create table ${name}.log (text text)`,
  `grant select, insert on ${name}.log to ${name}`,
]

/** Everything that is done in a workspace is done: read, written, copied in, streamed out. Who did it. */
async function use(database: Database, name: string): Promise<{ name: string; by: string }> {
  const before = await count(database, name)
  await database.as(name, (run) => run(raw(`insert into ${name}.note values ('written')`)))
  await database.as(name, (run) => run(raw(`insert into ${name}.log values ('added')`)))
  expect(await database.copyIn(name, `copy ${name}.note from stdin`, lines())).toBe(2)
  let streamed = 0
  for await (const rows of database.stream(name, raw(`select * from ${name}.note`), 2)) streamed += rows.length
  expect([streamed, await count(database, name)]).toEqual([before + 3, before + 3])
  const refused = database.as(name, (run) => run(raw(`update ${name}.log set text = 'rewritten'`)))
  await expect(refused).rejects.toMatchObject({ code: '42501' })
  const { rows } = await database.as(name, (run) =>
    run<{ name: string; by: string }>(sql`select current_user::text as name, session_user::text as by`),
  )
  return rows[0]!
}
async function* lines() {
  yield 'copied\ncopied too\n'
}
async function count(database: Database, name: string): Promise<number> {
  const { rows } = await database.as(name, (run) => run<{ n: number }>(raw(`select count(*)::int as n from ${name}.note`)), {
    readOnly: true,
  })
  return rows[0]!.n
}

const doers: Record<Identity, (name: string) => { name: string; by: string }> = {
  role: (name) => ({ name, by: 'guanxi' }),
  login: (name) => ({ name, by: name }),
  shared: () => ({ name: 'guanxi', by: 'guanxi' }),
}
const turns: Identity[] = ['role', 'login', 'shared', 'login', 'role', 'shared', 'role']

test('a workspace of one setting is used by every other, there and back; what one allowed, the next takes away', async () => {
  const names = [await lay(await open('role'))]
  for (const identity of turns) {
    const database = await open(identity)
    expect(await identityAt(fresh.runtimeUrl)).toBe(identity)
    names.push(await lay(database))
    for (const name of names) expect([identity, await use(database, name)]).toEqual([identity, doers[identity](name)])
    const [mine, theirs] = names as [string, string]
    // the server's own connection, and another workspace's, as far as each setting lets them
    const byServer = await attempt(database.query(raw(`select * from ${mine}.note`)))
    const byTaking = await attempt(database.as(null, async (run) => void (await run(raw(`set local role ${mine}`)))))
    const byNeighbour = await attempt(database.as(theirs, (run) => run(raw(`select * from ${mine}.note`))))
    const signingIn = await attempt(signIn(mine, loginPassword(passwordIn(fresh.runtimeUrl), mine)))
    expect([identity, { byServer, byTaking, byNeighbour, signingIn }]).toEqual([identity, allowed[identity]])
  }
}, 60_000)

const allowed = {
  role: { byServer: '42501', byTaking: 'open', byNeighbour: '42501', signingIn: '28' },
  login: { byServer: '42501', byTaking: '42501', byNeighbour: '42501', signingIn: 'open' },
  shared: { byServer: 'open', byTaking: '42501', byNeighbour: 'open', signingIn: '28' },
}
const attempt = (work: Promise<unknown>) =>
  work.then(
    () => 'open',
    ({ code }: { code: string }) => (code.startsWith('28') ? '28' : code),
  )

async function signIn(user: string, password: string): Promise<void> {
  const client = new pg.Client({ connectionString: signedIn(fresh.runtimeUrl, user, password) })
  await client.connect()
  await client.end()
}

test('what is as it should be needs no owner; what is not, is said to need him', async () => {
  const name = await lay(await open('login'))
  const { runtimeUrl } = fresh
  const alone = await openDatabase({ runtimeUrl, identity: 'login' })
  const other = await openDatabase({ runtimeUrl, identity: 'role' })
  opened.push(alone, other)
  await alone.admitAll()
  expect(await count(alone, name)).toBe(0)
  await expect(other.admitAll()).rejects.toMatchObject({ en: expect.stringContaining('DATABASE_OWNER_URL') })
})

test('while another server runs, the setting is not changed under its feet, not even before there is a workspace', async () => {
  const empty = await freshDatabase()
  const at = (identity: Identity) => openDatabase({ runtimeUrl: empty.runtimeUrl, ownerUrl: empty.ownerUrl, identity })
  const [serving, same, other] = [await at('login'), await at('login'), await at('role')]
  await serving.admitAll()
  expect(await identityAt(empty.runtimeUrl)).toBeUndefined()
  const jobs = new pg.Client({ connectionString: empty.runtimeUrl, application_name: 'guanxi jobs pool-1' })
  await jobs.connect()
  expect(await identityAt(empty.runtimeUrl)).toBe('login')
  await same.admitAll()
  for (let round = 0; round < 2; round++) {
    const [en, zh] = ['GUANXI_IDENTITY=login, not role', 'GUANXI_IDENTITY 是 login，不是 role']
    await expect(other.admitAll()).rejects.toMatchObject({ en: expect.stringContaining(en), zh: expect.stringContaining(zh) })
    const name = await lay(serving)
    expect(await use(serving, name)).toEqual(doers.login(name))
  }
  await jobs.end()
  await Promise.all([serving.close(), same.close(), other.close()])
  await empty.drop()
})

test('a right that the owner cannot take back is named', async () => {
  const name = await lay(await open('role'))
  await admin.query(`revoke ${name} from guanxi granted by guanxi_owner`).catch(() => admin.query(`revoke ${name} from guanxi`))
  await admin.query(`grant ${name} to guanxi`)
  const outcome = await open('login').then(() => 'taken back', (error: { en: string }) => error.en) // prettier-ignore
  // before PostgreSQL 16 whoever makes roles takes back what anybody granted
  expect(outcome).toMatch(new RegExp(`^taken back$|cannot change the role ${name}`))
  await admin.query(`revoke ${name} from guanxi`)
  await open('role')
})

test('a password is in no statement, and follows from the server’s own', async () => {
  await lay(await open('role'))
  const gate = await gateBefore(fresh.ownerUrl)
  const database = await open('login', { ownerUrl: gate.url })
  const name = await lay(database)
  await use(database, name)
  const password = loginPassword(passwordIn(fresh.runtimeUrl), name)
  expect([gate.asked(password), gate.asked('SCRAM-SHA-256$4096:') > 0]).toEqual([0, true])
  await signIn(name, password)
  await expect(signIn(name, loginPassword('another', name))).rejects.toMatchObject({ code: '28P01' })
  gate.close()
})

test('doors that are closed later are closed to workspaces that sign in by then', async () => {
  const name = await lay(await open('login'))
  const later = `${fresh.name}_later`
  await admin.query(`create database ${later}`)
  const there = new pg.Client({ connectionString: fresh.adminUrl.replace(fresh.name, later) })
  await there.connect()
  const sees = (who: string) => there.query(`select has_table_privilege($1, 'pg_catalog.pg_class', 'select') as sees`, [who])
  expect((await sees(name)).rows).toEqual([{ sees: true }])
  await there.query(readFileSync(new URL('doors.sql', import.meta.url), 'utf8'))
  expect([(await sees(name)).rows, (await sees('guanxi')).rows]).toEqual([[{ sees: false }], [{ sees: true }]])
  await there.end()
  await admin.query(`drop database ${later}`)
})

test('an address without a password cannot be what others follow from', async () => {
  await expect(openDatabase({ runtimeUrl: 'postgres://guanxi@db/guanxi', identity: 'login' })).rejects.toMatchObject({
    en: expect.stringContaining('DATABASE_URL'),
  })
})

test('a login whose password was changed is let in again', async () => {
  const database = await open('login')
  const name = await lay(database)
  await admin.query(`alter role ${name} password 'taken over'`)
  expect(await Promise.all([count(database, name), count(database, name)])).toEqual([0, 0])
  // once in a minute
  await admin.query(`alter role ${name} password 'again'`)
  await admin.query(`select pg_terminate_backend(pid) from pg_stat_activity where usename = $1`, [name])
  await expect.poll(() => attempt(count(database, name))).toBe('28')
})

test('a workspace that is not here is away, and is not made', async () => {
  const database = await open('login')
  await expect(database.as('ws_nobody', (run) => run(sql`select 1`))).rejects.toSatisfy(isAway)
  expect((await admin.query(`select 1 from pg_roles where rolname = 'ws_nobody'`)).rowCount).toBe(0)
})

test('sixty workspaces at once are answered over few connections; without their bound they are not', async () => {
  const database = await open('login', { max: 4 })
  const names: string[] = []
  for (let n = 0; n < 60; n++) names.push(await lay(database))
  // 2 for people, 6 for workspaces, 8 for copies and exports, 2 of the owner
  await admin.query(`alter database "${fresh.name}" connection limit 18`)
  let most = 0
  let looks = true
  const looking = (async () => {
    while (looks) most = Math.max(most, await connections())
  })()
  expect(await Promise.all(names.map((name) => count(database, name)))).toEqual(names.map(() => 0))
  const some = names.filter((_, n) => n % 5 === 0)
  expect(await Promise.all(some.map((name) => use(database, name)))).toEqual(some.map(doers.login))
  expect(await Promise.all(some.toReversed().map((name) => count(database, name)))).toEqual(some.map(() => 3))
  looks = false
  await looking
  expect(most).toBeGreaterThan(6)
  expect(most).toBeLessThanOrEqual(18)
  const clients = names.map((name) => {
    const password = loginPassword(passwordIn(fresh.runtimeUrl), name)
    return new pg.Client({ connectionString: signedIn(fresh.runtimeUrl, name, password) })
  })
  const answers = await Promise.allSettled(clients.map((client) => client.connect()))
  expect(answers.filter((each) => each.status === 'rejected' && each.reason.code === '53300').length).toBeGreaterThan(40)
  await Promise.allSettled(clients.map((client) => client.end()))
  await admin.query(`alter database "${fresh.name}" connection limit -1`)
}, 60_000)

async function connections(): Promise<number> {
  const { rows } = await admin.query<{ n: number }>(
    `select count(*)::int as n from pg_stat_activity where datname = current_database() and usename <> 'postgres'`,
  )
  return rows[0]!.n
}

test('a workspace that holds all it may have leaves the others theirs, and its own wait in line', async () => {
  const database = await open('login', { max: 4 })
  const [busy, other] = [await lay(database), await lay(database)]
  let release = () => {}
  const held = new Promise<void>((resolve) => (release = resolve))
  const holding = Array.from({ length: 2 }, () =>
    database.as(busy, async (run) => {
      await run(sql`select 1`)
      await held
    }),
  )
  const order: string[] = []
  const waiting = [1, 2, 3].map((n) => count(database, busy).then(() => void order.push(`own ${n}`)))
  await count(database, other)
  order.push('other')
  release()
  await Promise.all([...holding, ...waiting])
  expect([order[0], ...order.slice(1).toSorted()]).toEqual(['other', 'own 1', 'own 2', 'own 3'])
})
