import sql, { raw } from 'sql-template-tag'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshDatabase } from '../../../test/support/database.ts'
import type { FreshDatabase } from '../../../test/support/database.ts'
import { openDatabase } from '../postgres/database.ts'
import { layPlatform } from './tables.ts'

let fresh: FreshDatabase
beforeAll(async () => {
  fresh = await freshDatabase()
  await Promise.all([layPlatform(fresh.database), layPlatform(fresh.database), layPlatform(fresh.database)])
})
afterAll(() => fresh.drop())

const tables = ['workspace', 'person', 'membership', 'session', 'api_key', 'attempt', 'laid']

async function workspaceRole(): Promise<string> {
  const role = `ws_${fresh.name}`
  await fresh.database.owner(async (run) => {
    await run(raw(`create role "${role}" nologin`))
    await run(raw(`grant "${role}" to guanxi`))
  })
  return role
}

test('laying it again, also without the owner, changes nothing', async () => {
  await fresh.database.query(sql`insert into platform.attempt (bucket, started_at, count) values ('\\x01', ${new Date().toISOString()}, 1)`)
  const runtimeOnly = await openDatabase({ runtimeUrl: fresh.runtimeUrl })
  await layPlatform(runtimeOnly)
  await runtimeOnly.close()
  expect((await fresh.database.query(sql`select 1 from platform.attempt`)).rows).toHaveLength(1)
})

test('the role of a workspace reads none of it; one that was let in does', async () => {
  const { database } = fresh
  const role = await workspaceRole()
  for (const table of tables) {
    await expect(
      database.as(role, (run) => run(raw(`select * from platform.${table}`))),
      table,
    ).rejects.toMatchObject({ code: '42501' })
  }
  await database.owner(async (run) => {
    await run(raw(`grant usage on schema platform to "${role}"`))
    await run(raw(`grant select on platform.person to "${role}"`))
  })
  await database.as(role, (run) => run(sql`select * from platform.person`))
  await database.owner(async (run) => {
    await run(raw(`revoke all on schema platform from "${role}"`))
    await run(raw(`revoke all on platform.person from "${role}"`))
    await run(raw(`drop role "${role}"`))
  })
})

test('the server itself can neither change tables nor what it has no business changing', async () => {
  const { database } = fresh
  for (const statement of [
    `drop table platform.person`,
    `create table platform.more (id uuid)`,
    `delete from platform.person`,
    `delete from platform.workspace`,
    `update platform.person set email = 'x'`,
    `update platform.session set person = null`,
    `update platform.api_key set person = null`,
    `update platform.workspace set schema = 'ws_other'`,
    `update platform.membership set user_id = null`,
  ]) {
    await expect(database.query(raw(statement)), statement).rejects.toMatchObject({ code: '42501' })
  }
})

test('nothing crosses the border: no foreign keys to other schemas, no triggers, no defaults that ask the clock', async () => {
  const { rows } = await fresh.database.owner((run) =>
    run(sql`
      select 'trigger ' || t.tgname as found from pg_catalog.pg_trigger t join pg_catalog.pg_class c on c.oid = t.tgrelid
        where c.relnamespace = 'platform'::regnamespace and not t.tgisinternal
      union all select 'default ' || c.relname from pg_catalog.pg_attrdef d join pg_catalog.pg_class c on c.oid = d.adrelid
        where c.relnamespace = 'platform'::regnamespace
      union all select 'key ' || k.conname from pg_catalog.pg_constraint k join pg_catalog.pg_class target on target.oid = k.confrelid
        where k.connamespace = 'platform'::regnamespace and k.contype = 'f' and target.relnamespace <> 'platform'::regnamespace`),
  )
  expect(rows).toEqual([])
})

test('what a newer version laid stays when this one starts beside it', async () => {
  const { database } = fresh
  await database.owner(async (run) => {
    await run(sql`create table platform.newer (id int)`)
    await run(sql`grant select on platform.newer to guanxi`)
    await run(sql`update platform.laid set fingerprint = 'newer'`)
  })
  await layPlatform(database)
  await layPlatform(database)
  expect((await database.query(sql`select 1 from platform.newer`)).rows).toEqual([])
  expect((await database.query(sql`select 1 from platform.laid`)).rows).toHaveLength(2)
  await database.owner(async (run) => {
    await run(sql`drop table platform.newer`)
    await run(sql`delete from platform.laid where fingerprint = 'newer'`)
  })
})
