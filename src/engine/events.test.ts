import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type App, type Who, startApp } from '../../test/support/app.ts'
import { type EventRow, isAfter, nowIn, pruneEvents, readEvents, readPosition } from './event-rows.ts'
import { type EventJson, type Listener, openEvents } from './events.ts'
import { removeRecord } from './deeds.ts'
import { type Sql, sql, table } from './store/sql.ts'
import { undo } from './undo.ts'

let app: App
beforeAll(async () => void (app = await startApp()))
afterAll(() => app.stop())

const people: Who[] = ['administrator', 'manager', 'salesperson', 'other']
const soon = <T>(look: () => T | Promise<T>) => vi.waitFor(look, { timeout: 15_000, interval: 20 })

/** A row of the log, as a deed writes it. */
const news = (name: string): Sql =>
  sql`insert into ${table(app.workspace.schema, 'event')} (xid, changeset, object, kind, ids, at) values (pg_current_xact_id(), ${app.users.other}, ${name}, 'changed', '{}', ${new Date().toISOString()})`

/** A transaction that has written its row and waits for the word to commit. */
async function slowDeed(name: string): Promise<() => Promise<void>> {
  let commit = (): void => undefined
  const word = new Promise<void>((resolve) => (commit = resolve))
  let written = (): void => undefined
  const wrote = new Promise<void>((resolve) => (written = resolve))
  const done = app.house.database.as(app.workspace.role, async (run) => {
    await run(news(name))
    written()
    await word
  })
  await wrote
  return () => (commit(), done)
}

test('what a slow transaction wrote before a quick one is not passed over', async () => {
  // what was written before the start is told again while another transaction of this PostgreSQL holds the horizon
  const names = (rows: EventRow[]) => rows.map((row) => row.object).filter((name) => name === 'slow' || name === 'quick')
  const start = await nowIn(app.house, app.workspace)
  const naiveStart = await lastNumber()
  const commit = await slowDeed('slow')
  await app.house.database.as(app.workspace.role, (run) => run(news('quick')))
  const early = await readEvents(app.house, app.workspace, start)
  expect(names(early)).toEqual([])
  // the naive reader goes by the number alone, and is past the slow one
  const [naiveFirst, passed] = await naively(naiveStart)
  expect(naiveFirst).toEqual(['quick'])
  await commit()
  // the horizon is that of the whole PostgreSQL: what runs beside this test may hold it for a moment
  await soon(async () => expect(names(await readEvents(app.house, app.workspace, start))).toEqual(['slow', 'quick']))
  expect((await naively(passed))[0]).toEqual([])
})

const lastNumber = async () => (await naively(0n))[1]

async function naively(after: bigint): Promise<[string[], bigint]> {
  const { schema, role } = app.workspace
  const { rows } = await app.house.database.as(role, (run) =>
    run<{ seq: string; object: string }>(
      sql`select seq, object from ${table(schema, 'event')} where seq > ${String(after)}::bigint order by seq`,
    ),
  )
  return [rows.map((row) => row.object), BigInt(rows.at(-1)?.seq ?? after)]
}

test('a listener who comes while a transaction is under way hears of it', async () => {
  const events = openEvents(app.house)
  const made = await app.as.salesperson('POST', '/leads', { name: '慢' })
  const { schema, role } = app.workspace
  let commit = (): void => undefined
  const word = new Promise<void>((resolve) => (commit = resolve))
  const slow = app.house.database.as(role, async (run) => {
    await run(
      sql`insert into ${table(schema, 'event')} (xid, changeset, object, kind, ids, at) values (pg_current_xact_id(), ${made.body.changeset}, 'lead', 'changed', array[${made.body.id}::uuid], ${new Date().toISOString()})`,
    )
    await word
  })
  const heard: EventJson[] = []
  await events.listen(app.workspace, listener('salesperson', heard))
  commit()
  await slow
  await soon(() => expect(heard.at(-1)).toMatchObject({ id: made.body.id, kind: 'changed' }))
  await events.close()
})

const listener = (who: Who, heard: EventJson[], close = () => undefined): Listener => ({
  principal: () => app.principal(who),
  hear: (batch) => void heard.push(...batch),
  close,
})

test('one reader serves all who listen, and it ends with the last of them', async () => {
  const events = openEvents(app.house)
  const [first, second] = [
    await events.listen(app.workspace, listener('manager', [])),
    await events.listen(app.workspace, listener('other', [])),
  ]
  expect(events.rooms()).toBe(1)
  first.leave()
  const heard: EventJson[] = []
  const third = await events.listen(app.workspace, listener('administrator', heard))
  second.leave()
  await app.as.administrator('POST', '/leads', { name: '还在听' })
  await soon(() => expect(heard).toMatchObject([{ kind: 'created' }]))
  third.leave()
  await soon(() => expect(events.rooms()).toBe(0))
  await events.close()
})

test('who may not listen any more is closed instead of told', async () => {
  const events = openEvents(app.house)
  const heard: EventJson[] = []
  let closed = 0
  await events.listen(app.workspace, {
    principal: async () => null,
    hear: (batch) => void heard.push(...batch),
    close: () => void closed++,
  })
  await app.as.administrator('POST', '/leads', { name: '听不到' })
  await soon(() => expect(closed).toBeGreaterThan(0))
  expect(heard).toEqual([])
  await events.close()
})

test('old events are forgotten, the log of deeds is not', async () => {
  const { schema, role } = app.workspace
  await app.as.administrator('POST', '/leads', { name: '旧' })
  const count = async (name: string) =>
    Number(
      (await app.house.database.as(role, (run) => run<{ n: string }>(sql`select count(*) as n from ${table(schema, name)}`))).rows[0]?.n,
    )
  const changes = await count('change')
  // twin: nothing is a day old yet
  expect(await pruneEvents(app.house, app.workspace)).toBe(0)
  const all = await count('event')
  await app.fresh.database.owner((run) => run(sql`update ${table(schema, 'event')} set at = at - interval '25 hours'`))
  expect(await pruneEvents(app.house, app.workspace)).toBe(all)
  expect(await count('event')).toBe(0)
  expect(await count('change')).toBe(changes)
  const rewrite = [
    sql`delete from ${table(schema, 'change')}`,
    sql`update ${table(schema, 'change')} set op = 'x'`,
    sql`update ${table(schema, 'event')} set kind = 'x'`,
  ]
  for (const statement of rewrite)
    await expect(app.house.database.as(role, (run) => run(statement))).rejects.toMatchObject({ code: '42501' })
})

/**
 * The judge: whoever keeps a list of ids by what he hears (created, changed: in; gone, removed: out) has at the end exactly the
 * leads that he may read, whatever people did meanwhile.
 */
test('by what one hears alone one knows what one may read', async () => {
  const events = openEvents(app.house)
  const known = new Map(people.map((who) => [who, new Set<string>()]))
  for (const who of people) {
    const ids = known.get(who)!
    for (const record of (await app.as[who]('GET', '/leads?limit=200')).body.records as { id: string }[]) ids.add(record.id)
    await events.listen(app.workspace, {
      principal: () => app.principal(who),
      hear: (batch) =>
        batch.forEach(
          (event) => event.object === 'lead' && (['created', 'changed'].includes(event.kind) ? ids.add(event.id!) : ids.delete(event.id!)),
        ),
      close: () => undefined,
    })
  }
  await work()
  const last = (await app.as.administrator('POST', '/leads', { name: '最后', owner: app.users.salesperson })).body.id as string
  await soon(() => expect(known.get('administrator')!.has(last)).toBe(true))
  for (const who of people) {
    const now = ((await app.as[who]('GET', '/leads?limit=200')).body.records as { id: string }[]).map((record) => record.id)
    expect([...known.get(who)!].toSorted(), who).toEqual(now.toSorted())
  }
  await events.close()
})

/** Sixty deeds by anybody on anything: make, edit, hand over, remove, undo; several at once. */
async function work(): Promise<void> {
  let seed = 20261101
  const below = (n: number) => ((seed = (seed * 1103515245 + 12345) % 2 ** 31), Math.floor((seed / 2 ** 31) * n))
  const ids: string[] = []
  const deeds: string[] = []
  const step = async () => {
    const [id, owner] = [ids[below(ids.length)], app.users[people[below(4)]!]]
    const kind = below(6)
    if (kind < 2 || !id) ids.push((await app.as.administrator('POST', '/leads', { name: `线索 ${ids.length}`, owner })).body.id as string)
    else if (kind === 2) deeds.push((await app.as.administrator('PATCH', `/leads/${id}`, { owner })).body.changeset as string)
    else if (kind === 3) await app.as[people[below(4)]!]('PATCH', `/leads/${id}`, { company: `公司 ${below(1000)}` })
    else if (kind === 4)
      await removeRecord(app.house, await app.principal('administrator'), 'lead', id).then(
        (done) => deeds.push(done.changeset),
        () => undefined,
      )
    else if (deeds.length)
      await undo(app.house, await app.principal('administrator'), deeds.splice(below(deeds.length), 1)[0]!).catch(() => undefined)
  }
  for (let i = 0; i < 30; i++) await Promise.all([step(), step()])
}

test.each(['', '1', '1-', '-1', '1-1-1', 'x', '99999999999999999999-1', '1-99999999999999999999'])('%j is no position', (text) =>
  expect(readPosition(text)).toBeUndefined(),
)

test('positions are in order of transaction, then number', () => {
  const [a, b, c] = ['1-9', '2-1', '2-2'].map((text) => readPosition(text)!) as [never, never, never]
  expect([isAfter(b, a), isAfter(c, b), isAfter(a, b), isAfter(b, b)]).toEqual([true, true, false, false])
})
