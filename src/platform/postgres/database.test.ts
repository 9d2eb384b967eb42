import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import pg from 'pg'
import sql, { raw } from 'sql-template-tag'
import { freshDatabase } from '../../../test/support/database.ts'
import type { FreshDatabase } from '../../../test/support/database.ts'
import { gateBefore } from '../../../test/support/gate.ts'
import { isAway } from '../../lib/away.ts'
import { openDatabase } from './database.ts'

let fresh: FreshDatabase
let role: string

beforeAll(async () => {
  fresh = await freshDatabase()
  role = `ws_${fresh.name}`
  await fresh.database.owner(async (run) => {
    await run(raw(`create role ${role} nologin`))
    await run(raw(`grant ${role} to guanxi`))
    await run(raw(`create schema ${role}`))
    await run(raw(`create table ${role}.note (id int primary key, text text)`))
    await run(raw(`grant usage on schema ${role} to ${role}`))
    await run(raw(`grant select, insert, update, delete on ${role}.note to ${role}`))
  })
})
afterAll(() => fresh.drop())

const note = () => raw(`${role}.note`)

test('times, dates, money and large numbers come as text, also in arrays', async () => {
  const { rows } = await fresh.database.query(sql`
    select true as yes, 7 as small, 9007199254740993::int8 as large, 1.10::numeric as money, date '2026-02-28' as day,
      timestamptz '2026-02-28 12:00+08' as at, '{"a": 1}'::jsonb as json, null::int as nothing,
      array[1.10, 2.20]::numeric[] as moneys, array[timestamptz '2026-02-28 12:00+08'] as times, array[1, 2] as smalls, array['a', 'b'] as words`)
  expect(rows).toEqual([
    {
      yes: true,
      small: 7,
      large: '9007199254740993',
      money: '1.10',
      day: '2026-02-28',
      at: '2026-02-28 04:00:00+00',
      json: '{"a": 1}',
      nothing: null,
      moneys: ['1.10', '2.20'],
      times: ['2026-02-28 04:00:00+00'],
      smalls: [1, 2],
      words: ['a', 'b'],
    },
  ])
})

test('the opening and ten statements are all on their way before the first answer comes', async () => {
  const gate = await gateBefore(fresh.runtimeUrl)
  const database = await openDatabase({ runtimeUrl: gate.url, max: 1 })
  await database.query(sql`select 1`)
  gate.hold()
  const sums = database.as(role, (run) =>
    Promise.all(Array.from({ length: 10 }, (_, n) => run<{ n: number }>(sql`select ${n}::int + 1 as n /* pipelined */`))),
  )
  await vi.waitFor(() => expect(gate.asked('/* pipelined */')).toBe(10))
  expect(gate.asked('set local role')).toBe(1)
  gate.release()
  expect((await sums).map(({ rows }) => rows[0]?.n)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
  await database.close()
  gate.close()
})

test('a connection without pipeline waits for each answer (so the test above can fail)', async () => {
  const gate = await gateBefore(fresh.runtimeUrl)
  const plain = new pg.Pool({ connectionString: gate.url, max: 1 })
  const client = await plain.connect()
  gate.hold()
  const first = client.query('select 1 /* plain */')
  const second = first.then(() => client.query('select 2 /* plain */'))
  await vi.waitFor(() => expect(gate.asked('/* plain */')).toBe(1))
  gate.release()
  await second
  expect(gate.asked('/* plain */')).toBe(2)
  client.release()
  await plain.end()
  gate.close()
})

test('one failing statement fails the transaction, says why, and leaves the connection usable', async () => {
  const database = await openDatabase({ runtimeUrl: fresh.runtimeUrl, max: 1 })
  const pid = () => database.query<{ pid: number }>(sql`select pg_catalog.pg_backend_pid() as pid`).then(({ rows }) => rows[0]?.pid)
  const before = await pid()
  const failing = database.as(role, (run) =>
    Promise.all([run(sql`insert into ${note()} values (1, 'kept?')`), run(sql`select 1 / 0`), run(sql`select 'never reached'`)]),
  )
  await expect(failing).rejects.toMatchObject({ code: '22012' })
  const { rows } = await database.as(role, (run) => run(sql`select * from ${note()} where id = 1`))
  expect(rows).toEqual([])
  expect(await pid()).toBe(before)
  await database.close()
})

test('a statement that failed without being waited for still fails the transaction', async () => {
  const deed = fresh.database.as(role, async (run) => {
    await run(sql`insert into ${note()} values (2, 'kept?')`)
    void run(sql`select 1 / 0`).catch(() => undefined)
    return 'done'
  })
  await expect(deed).rejects.toMatchObject({ code: '22012' })
  const { rows } = await fresh.database.as(role, (run) => run(sql`select * from ${note()} where id = 2`))
  expect(rows).toEqual([])
})

test('what the work throws rolls back and comes out unchanged', async () => {
  const refusal = new Error('no')
  const deed = fresh.database.as(role, async (run) => {
    await run(sql`insert into ${note()} values (3, 'kept?')`)
    throw refusal
  })
  await expect(deed).rejects.toBe(refusal)
  const { rows } = await fresh.database.as(role, (run) => run(sql`select * from ${note()} where id = 3`))
  expect(rows).toEqual([])
})

test('a role that does not exist runs nothing', async () => {
  let answered = false
  const deed = fresh.database.as('ws_of_nobody', async (run) => {
    await run(sql`select 1`)
    answered = true
  })
  await expect(deed).rejects.toMatchObject({ code: '22023' })
  expect(answered).toBe(false)
  await expect(fresh.database.as('x"; reset role; --', (run) => run(sql`select 1`))).rejects.toThrow('Not the name of a role')
  await expect(fresh.database.query(sql`select 1`)).resolves.toBeDefined()
})

test('the role of one transaction does not reach the next user of the connection', async () => {
  const database = await openDatabase({ runtimeUrl: fresh.runtimeUrl, max: 1 })
  const who = sql`select current_user::text as who`
  const inside = await database.as(role, (run) => run(who))
  expect(inside.rows).toEqual([{ who: role }])
  await database.as(role, (run) => run(sql`select 1 / 0`)).catch(() => undefined)
  expect((await database.query(who)).rows).toEqual([{ who: 'guanxi' }])
  expect((await database.as(null, (run) => run(who))).rows).toEqual([{ who: 'guanxi' }])
  await expect(database.query(sql`select * from ${note()}`)).rejects.toMatchObject({ code: '42501' })
  await database.close()
})

test('a connection killed in the middle fails its transaction only', async () => {
  const database = await openDatabase({ runtimeUrl: fresh.runtimeUrl, max: 1 })
  const admin = new pg.Client({ connectionString: fresh.adminUrl })
  await admin.connect()
  const deed = database.as(role, async (run) => {
    const { rows } = await run<{ pid: number }>(sql`select pg_catalog.pg_backend_pid() as pid`)
    await run(sql`insert into ${note()} values (4, 'kept?')`)
    await admin.query('select pg_terminate_backend($1, 5000)', [rows[0]?.pid])
    await Promise.all([run(sql`select 1`), run(sql`select 2`, { name: 'asked of a connection that is gone' })])
  })
  const error: unknown = await deed.catch((reason: unknown) => reason)
  expect(isAway(error)).toBe(true)
  const { rows } = await database.as(role, (run) => run(sql`select * from ${note()} where id = 4`))
  expect(rows).toEqual([])
  await admin.end()
  await database.close()
})

test('a connection killed while idle is replaced', async () => {
  const database = await openDatabase({ runtimeUrl: fresh.runtimeUrl, max: 1 })
  const { rows } = await database.query<{ pid: number }>(sql`select pg_catalog.pg_backend_pid() as pid`)
  const admin = new pg.Client({ connectionString: fresh.adminUrl })
  await admin.connect()
  await admin.query('select pg_terminate_backend($1, 5000)', [rows[0]?.pid])
  await admin.end()
  await vi.waitFor(() => database.query(sql`select 1`))
  await database.close()
})

test('a reading transaction refuses to write', async () => {
  const deed = fresh.database.as(role, (run) => run(sql`insert into ${note()} values (5, 'x')`), { readOnly: true })
  await expect(deed).rejects.toMatchObject({ code: '25006' })
})

test('a statement that takes too long is stopped', async () => {
  const endless = sql`select count(*) from generate_series(1, 100000) a, generate_series(1, 100000) b`
  await expect(fresh.database.as(null, (run) => run(endless), { timeoutMs: 50 })).rejects.toMatchObject({ code: '57014' })
})

test('a deadlock is tried again when the work may be repeated', async () => {
  await fresh.database.as(role, (run) => run(sql`insert into ${note()} values (10, ''), (11, '')`))
  const both = meeting(2)
  const add = (run: (id: number) => Promise<unknown>, first: number, second: number) => async () => {
    await run(first)
    await both()
    await run(second)
  }
  const deed = (first: number, second: number, letter: string) =>
    fresh.database.as(
      role,
      (run) => add((id) => run(sql`update ${note()} set text = text || ${letter} where id = ${id}`), first, second)(),
      { retry: true },
    )
  await Promise.all([deed(10, 11, 'a'), deed(11, 10, 'b')])
  const { rows } = await fresh.database.as(role, (run) => run<{ text: string }>(sql`select text from ${note()} where id in (10, 11)`))
  expect(rows.map(({ text }) => text.split('').toSorted().join(''))).toEqual(['ab', 'ab'])
})

/** Waits for the others the first time; later comers pass. */
function meeting(size: number): () => Promise<void> {
  let open: () => void
  const opened = new Promise<void>((resolve) => (open = resolve))
  let arrived = 0
  return () => {
    if (++arrived >= size) open()
    return opened
  }
}

test('a prepared statement survives a new column', async () => {
  const read = () =>
    fresh.database.as(role, (run) => run(sql`select * from ${note()} where id = 10`, { name: 'note by id' }), { readOnly: true })
  await Promise.all(Array.from({ length: 20 }, read))
  await fresh.database.owner((run) => run(raw(`alter table ${role}.note add column kind text`)))
  const { rows } = await read()
  expect(Object.keys(rows[0] ?? {})).toEqual(['id', 'text', 'kind'])
})

test('the owner waits two seconds at most for a lock', async () => {
  await fresh.database.as(role, async (run) => {
    await run(sql`select * from ${note()}`)
    const change = fresh.database.owner((owner) => owner(raw(`alter table ${role}.note add column never text`)))
    await expect(change).rejects.toMatchObject({ code: '55P03' })
  })
})

test('COPY brings rows in, all or none', async () => {
  async function* lines(last: string) {
    for (let n = 100; n < 2100; n++) yield `${n}\tline ${n}\n`
    yield last
  }
  const copy = `copy ${role}.note (id, text) from stdin`
  await expect(fresh.database.copyIn(role, copy, lines('x\tnot a number\n'))).rejects.toMatchObject({ code: '22P02' })
  expect(await fresh.database.copyIn(role, copy, lines('2100\tlast\n'))).toBe(2001)
  await expect(fresh.database.copyIn(null, copy, lines(''))).rejects.toMatchObject({ code: '42501' })
  const { rows } = await fresh.database.as(role, (run) => run(sql`select count(*)::int as n from ${note()} where id >= 100`))
  expect(rows).toEqual([{ n: 2001 }])
})

test('a long answer comes in portions, and may be left half-way', async () => {
  const numbers = sql`select g as n from generate_series(1, ${2500}::int) g`
  const sizes: number[] = []
  for await (const rows of fresh.database.stream(role, numbers)) sizes.push(rows.length)
  expect(sizes).toEqual([1000, 1000, 500])
  for (let reader = 0; reader < 10; reader++) {
    for await (const rows of fresh.database.stream<{ n: number }>(role, numbers, 10)) {
      expect(rows[0]?.n).toBe(1)
      break
    }
  }
})
