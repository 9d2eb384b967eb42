/** Sums and exports are read from a streaming replica: a real one, held back, stopped, promoted. */
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openAll } from '../src/databases.ts'
import { openHouse } from '../src/house.ts'
import { type Databases, openDatabases } from '../src/platform/databases/databases.ts'
import { createKey } from '../src/platform/auth/keys.ts'
import { createWorkspace } from '../src/platform/directory/workspaces.ts'
import { openDatabase } from '../src/platform/postgres/database.ts'
import { type Embedded, startEmbedded } from '../src/platform/postgres/embedded.ts'
import { makeDatabase } from '../src/platform/postgres/roles.ts'
import { serve } from '../src/server.ts'
import { type Call, caller, password } from './support/app.ts'
import { identity } from './support/identity.ts'

const stalestMs = 2000
const settings = { fsync: 'off', full_page_writes: 'off', shared_buffers: '64MB' }
const folder = mkdtempSync(path.join(tmpdir(), 'guanxi-replica-'))
const at = (name: string) => path.join(folder, name)
let primary: Embedded
let replica: Embedded
let urls: { runtimeUrl: string; ownerUrl: string }
let replicaUrl: string
const stops: (() => Promise<unknown>)[] = []
let key: string
/** Reads sums from the replica; and a server beside it that knows of none, through which others write. */
let reader: Call
let writer: Call

const startReplica = () =>
  startEmbedded({
    folder: at('replica'),
    settings: { ...settings, primary_conninfo: primary.url('postgres', 'postgres').replace('/postgres?', '/?'), hot_standby: 'on' },
  })

async function onReplica(text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client(replica.url('postgres', 'guanxi'))
  await client.connect()
  return client
    .query(text)
    .then(({ rows }) => rows)
    .finally(() => client.end())
}

async function server(main: Awaited<ReturnType<typeof openDatabase>>, databases: Databases): Promise<string> {
  const house = await openHouse(main, at('files'), undefined, databases)
  const app = serve(house, { url: 'http://127.0.0.1', log: 'silent', dist: null })
  stops.push(() => app.close())
  return app.listen({ host: '127.0.0.1', port: 0 })
}

beforeAll(async () => {
  primary = await startEmbedded({ folder: at('primary'), settings })
  urls = await makeDatabase(primary, 'guanxi')
  await primary.stop()
  for (const name of ['', '-passwords.json'])
    cpSync(at(`primary${name}`), at(`replica${name}`), { recursive: true, filter: (each) => !/\.s\.PGSQL/.test(each) })
  writeFileSync(path.join(at('replica'), 'cluster/standby.signal'), '')
  primary = await startEmbedded({ folder: at('primary'), settings })
  replica = await startReplica()
  replicaUrl = replica.url('guanxi', 'guanxi')

  const all = await openAll(urls, { further: [], identity, replicaUrl, replica: { stalestMs, restMs: 100 } })
  await all.main.admitAll()
  const alone = await openDatabase({ ...urls, identity })
  stops.push(all.close, alone.close)
  const readerUrl = await server(all.main, all.databases)
  const house = await openHouse(alone, at('files'))
  const person = { name: '陈刚', email: 'admin@firm.test', password }
  const made = await createWorkspace(alone, { name: '副本机械', person }, house.lay)
  key = (await createKey(alone, { person: made.person, workspace: made.workspace.id }, 'test')).key
  reader = caller(readerUrl, key)
  writer = caller(await server(alone, openDatabases(alone)), key)
}, 120_000)
afterAll(async () => {
  for (const stop of stops.toReversed()) await stop()
  await replica.stop()
  await primary.stop()
  rmSync(folder, { recursive: true, force: true })
})

async function counted(call: Call): Promise<number> {
  const { status, body } = await call('POST', '/leads/aggregate', { measures: [{ as: 'n', fn: 'count' }] })
  expect([status, body.code]).toEqual([200, undefined])
  return Number(body.groups[0].values.n)
}
const listed = async (call: Call) => (await call('GET', '/leads?limit=200')).body.records.length as number
const exported = async (call: Call) => {
  const { status, body } = await call('GET', '/leads/export?format=csv')
  expect(status).toBe(200)
  return String(body).trim().split('\n').length - 1
}
const written = async (call: Call) => expect((await call('POST', '/leads', { name: '又一条' })).status).toBe(201)
/** Until the replica has been found fresh, and is what answers. */
const settled = async () =>
  expect.poll(async () => [await counted(reader), await listed(reader)].every((n, _, all) => n === all[0]), { timeout: 30_000 }).toBe(true)

/** Of a server whose replica stands still: what it said of a record that another wrote, before and after the time that it may lag. */
async function heldBack(ask: (call: Call) => Promise<number>, call: Call): Promise<{ old: boolean; late: boolean }> {
  await ask(call)
  await onReplica('select pg_wal_replay_pause()')
  await expect.poll(async () => (await onReplica('select pg_get_wal_replay_pause_state() as state'))[0]!.state).toBe('paused')
  try {
    // known to be fresh at this moment, the last for a while
    const before = await ask(call)
    await written(writer)
    const since = performance.now()
    let [old, late] = [false, false]
    while (performance.now() - since < stalestMs + 1500) {
      const asked = performance.now()
      const found = await ask(call)
      if (found === before) old = true
      if (found === before && asked - since > stalestMs) late = true
    }
    return { old, late }
  } finally {
    await onReplica('select pg_wal_replay_resume()')
  }
}

/** A slow machine may take longer to write than the replica may lag: then nothing old can be seen, and it is tried again. */
async function seenOld(ask: (call: Call) => Promise<number>): Promise<boolean> {
  for (let attempt = 0; attempt < 8; attempt++) {
    await settled()
    const { old, late } = await heldBack(ask, reader)
    expect(late).toBe(false)
    if (old) return true
  }
  return false
}

test('sums and exports come from the replica, and are never older than was promised', async () => {
  await written(reader)
  expect(await seenOld(counted)).toBe(true)
  // an export leaves a line in the log: the next one comes from where that line is
  let old = false
  for (let attempt = 0; attempt < 8 && !old; attempt++) {
    await settled()
    await onReplica('select pg_wal_replay_pause()')
    const before = await listed(reader)
    await written(writer)
    old = (await exported(reader)) === before
    await onReplica('select pg_wal_replay_resume()')
  }
  expect(old).toBe(true)
}, 120_000)

test('the twin: a replica that is believed without being asked how far it is, is seen to be too old', async () => {
  const believed = await openDatabase({ runtimeUrl: replicaUrl, identity })
  const main = await openDatabase({ ...urls, identity })
  stops.push(believed.close, main.close)
  const replicas = new Map([['main', { fresh: async () => believed, failed: () => undefined }]])
  const credulous = caller(await server(main, openDatabases(main, new Map(), replicas)), key)
  expect(await heldBack(counted, credulous)).toEqual({ old: true, late: true })
}, 60_000)

test('what one wrote oneself is in one’s sums at once, and lists are never read there', async () => {
  await settled()
  await onReplica('select pg_wal_replay_pause()')
  const before = await counted(reader)
  await written(reader)
  expect([await counted(reader), await exported(reader), await listed(reader)]).toEqual([before + 1, before + 1, before + 1])
  await written(writer)
  expect(await listed(reader)).toBe(before + 2)
  await onReplica('select pg_wal_replay_resume()')
}, 60_000)

test('with the replica stopped everything is answered, from the primary; started again, it is used again', async () => {
  await settled()
  await replica.stop()
  for (let i = 0; i < 5; i++) {
    await written(writer)
    expect([await counted(reader), await exported(reader)]).toEqual([await listed(reader), await listed(reader)])
  }
  replica = await startReplica()
  await settled()
  expect(await seenOld(counted)).toBe(true)
}, 120_000)

test('one that was promoted goes its own way, and is asked no more', async () => {
  await settled()
  await onReplica('select pg_promote()')
  await written(writer)
  // known to be fresh a moment ago, it may still be asked as long as it may lag
  await settled()
  await written(writer)
  expect(await counted(reader)).toBe(await listed(reader))
}, 60_000)
