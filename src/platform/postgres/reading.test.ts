import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import sql, { raw } from 'sql-template-tag'
import { freshDatabase } from '../../../test/support/database.ts'
import type { FreshDatabase } from '../../../test/support/database.ts'
import { gateBefore } from '../../../test/support/gate.ts'
import { type Database, openDatabase } from './database.ts'

let fresh: FreshDatabase
let database: Database
let role: string

beforeAll(async () => {
  fresh = await freshDatabase()
  role = `ws_${fresh.name}`
  await fresh.database.owner(async (run) => {
    await run(raw(`create role ${role} nologin`))
    await run(raw(`grant ${role} to guanxi`))
    await run(raw(`create schema ${role}`))
    await run(raw(`create table ${role}.note (id int primary key, text text, done boolean, at timestamptz)`))
    await run(raw(`insert into ${role}.note values (1, '一', true, '2026-02-28 12:00+08'), (2, null, null, null)`))
    await run(raw(`grant usage on schema ${role} to ${role}`))
    await run(raw(`grant select, insert on ${role}.note to ${role}`))
  })
  database = await openDatabase({ runtimeUrl: fresh.runtimeUrl, max: 1 })
})
afterAll(async () => {
  await database.close()
  await fresh.drop()
})

const note = () => raw(`${role}.note`)
const readOnly = { readOnly: true }
const whose = sql`select current_user::text as name`
const pid = async () => (await database.query<{ pid: number }>(sql`select pg_catalog.pg_backend_pid() as pid`)).rows[0]!.pid

test('a reading brings its role, its statement and its end before the first answer comes', async () => {
  const gate = await gateBefore(fresh.runtimeUrl)
  const gated = await openDatabase({ runtimeUrl: gate.url, max: 1 })
  await gated.query(sql`select 1`)
  gate.hold()
  const read = gated.as(role, (run) => run<{ n: number }>(sql`select 1 as n /* whole */`), readOnly)
  await vi.waitFor(() => expect(gate.asked('/* whole */')).toBe(1))
  expect([gate.asked('begin read only'), gate.asked('set local role'), gate.asked('commit')]).toEqual([1, 1, 1])
  gate.release()
  expect((await read).rows).toEqual([{ n: 1 }])
  await gated.close()
  gate.close()
})

test('a reading that asks nothing takes no connection', async () => {
  const gate = await gateBefore(fresh.runtimeUrl)
  const gated = await openDatabase({ runtimeUrl: gate.url, max: 1 })
  await expect(gated.as(role, async () => 'nothing to ask', readOnly)).resolves.toBe('nothing to ask')
  expect(gate.asked('begin')).toBe(0)
  await gated.close()
  gate.close()
})

test('every statement of a reading runs under its role, the next user of the connection does not', async () => {
  const names = await database.as(role, (run) => Promise.all([run<{ name: string }>(whose), run<{ name: string }>(whose)]), readOnly)
  expect(names.map(({ rows }) => rows[0]!.name)).toEqual([role, role])
  expect((await database.query<{ name: string }>(whose)).rows[0]!.name).toBe('guanxi')
  const other = await database.as(null, (run) => run<{ name: string }>(whose), readOnly)
  expect(other.rows[0]!.name).toBe('guanxi')
})

test('under a role that does not exist nothing is read', async () => {
  await expect(database.as('ws_of_nobody', (run) => run(sql`select 1`), readOnly)).rejects.toMatchObject({ code: '22023' })
  await expect(database.as('x"; reset role; --', (run) => run(sql`select 1`), readOnly)).rejects.toThrow('Not the name of a role')
})

test('a statement that would end the transaction takes no role along', async () => {
  await expect(database.as(role, (run) => run(sql`commit; select 1`), readOnly)).rejects.toMatchObject({ code: '42601' })
  await expect(database.as(role, (run) => run(sql`commit`), readOnly)).resolves.toBeDefined()
  expect((await database.query<{ name: string }>(whose)).rows[0]!.name).toBe('guanxi')
})

test('one failing statement fails the reading, says why, and leaves the connection usable', async () => {
  const before = await pid()
  const failing = database.as(role, (run) => Promise.all([run(whose), run(sql`select 1 / 0`), run(sql`select 'after'`)]), readOnly)
  await expect(failing).rejects.toMatchObject({ code: '22012' })
  const unawaited = database.as(role, async (run) => void run(sql`select 1 / 0`).catch(() => undefined), readOnly)
  await expect(unawaited).rejects.toMatchObject({ code: '22012' })
  expect((await database.as(role, (run) => run(whose), readOnly)).rows).toEqual([{ name: role }])
  expect(await pid()).toBe(before)
})

test('a prepared statement that failed while it ran or was parsed can be asked again', async () => {
  const divide = (by: number) => database.as(role, (run) => run(sql`select (6 / ${by}::int) as n`, { name: 'divide' }), readOnly)
  await expect(divide(0)).rejects.toMatchObject({ code: '22012' })
  expect((await divide(2)).rows).toEqual([{ n: 3 }])
  await expect(divide(0)).rejects.toMatchObject({ code: '22012' })
  expect((await divide(3)).rows).toEqual([{ n: 2 }])
  const later = () => database.as(role, (run) => run(sql`select * from ${raw(`${role}.later`)}`, { name: 'later' }), readOnly)
  await expect(later()).rejects.toMatchObject({ code: '42P01' })
  await fresh.database.owner(async (run) => {
    await run(raw(`create table ${role}.later (id int)`))
    await run(raw(`grant select on ${role}.later to ${role}`))
  })
  expect((await later()).rows).toEqual([])
})

test('rows and values are the same the first time and when the columns are known', async () => {
  const read = () => database.as(role, (run) => run(sql`select id, text, done, at from ${note()} order by id`, { name: 'notes' }), readOnly)
  for (let i = 0; i < 2; i++)
    expect(await read()).toEqual({
      rows: [
        { id: 1, text: '一', done: true, at: '2026-02-28 04:00:00+00' },
        { id: 2, text: null, done: null, at: null },
      ],
      count: 2,
    })
})

test('what is planned once is, in a reading and in a deed; what is not, is planned for each of its values', async () => {
  const byId = (at: number) => sql`select text from ${note()} where id = ${at}`
  const plans = async (name: string) => {
    const found = sql`select generic_plans::int as once, custom_plans::int as each from pg_catalog.pg_prepared_statements where name = ${name}`
    return (await database.query<{ once: number; each: number }>(found)).rows[0]
  }
  for (const [options, began] of [
    [readOnly, 'read '],
    [{}, ''],
  ] as const) {
    for (const at of [1, 2])
      await database.as(
        role,
        async (run) => {
          await run(byId(at), { name: 'once', planned: 'once' })
          await run(byId(at), { name: 'each' })
          await run(byId(at), { name: 'once', planned: 'once' })
        },
        options,
      )
    expect(await plans(`${began}once`)).toEqual({ once: 4, each: 0 })
    expect(await plans(`${began}each`)).toEqual({ once: 0, each: 2 })
  }
})

test.each([
  ['reading', readOnly],
  ['deed', {}],
])('a branch that goes on after its %s has failed reaches nobody else’s transaction', async (_, options) => {
  const failing = database.as(
    role,
    (run) => {
      const goesOn = async () => {
        for (let i = 0; i < 200; i++) await run(sql`select 1`)
      }
      void goesOn()
      return Promise.reject(new Error('no'))
    },
    options,
  )
  await expect(failing).rejects.toThrow('no')
  const next = database.as(role, async (run) => {
    await run(sql`insert into ${note()} (id) values (90)`)
    const names = []
    for (let i = 0; i < 20; i++) names.push((await run<{ name: string }>(whose)).rows[0]!.name)
    expect(new Set(names)).toEqual(new Set([role]))
    throw new Error('back')
  })
  await expect(next).rejects.toThrow('back')
  expect((await database.as(role, (run) => run(sql`select id from ${note()} where id = 90`), readOnly)).rows).toEqual([])
})
