import { createHash } from 'node:crypto'
import { cpSync, existsSync, readFileSync, readdirSync, renameSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Call, caller } from './support/app.ts'
import { type Done, csvOf, upload } from './support/imports.ts'
import { type Started, answering, dataFolder, endAll, freePort, gone, postgresPid, root, start } from './support/started.ts'
import { type Writer, faultsOf, inDatabase, schemaNamed, tablesOf, writing } from './support/whole.ts'

const node = path.join(root, 'node_modules/.bin/node')
const place = dataFolder()
const at = (name: string) => path.join(place.folder, name)
const live = at('live')
const password = 'correct horse'
let port: string
let server: Started
let url: string
let keys: { busy: string; quiet: string }
let busy: Call
let backup: string

async function command(
  env: Record<string, string>,
  ...words: string[]
): Promise<{ code: number | null; err: string; json: Record<string, unknown> }> {
  const run = start({ GUANXI_DATA: live, INIT_CWD: place.folder, ...env }, [node, 'src/cli/main.ts', ...words, '--json'])
  const code = await run.ended
  return { code, err: run.err(), json: code === 0 ? JSON.parse(run.out()) : {} }
}

async function firm(workspace: string, email: string): Promise<string> {
  const { json } = await command({}, 'setup', '--workspace', workspace, '--name', '王芳', '--email', email, '--password', password)
  return String(json.apiKey)
}

async function serveFrom(folder: string): Promise<void> {
  server = start({ GUANXI_DATA: folder, PORT: port }, [node, 'src/main.ts'])
  url = await answering(server)
}

async function stopServer(): Promise<void> {
  server.child.kill('SIGTERM')
  await server.ended
}

beforeAll(async () => {
  port = String(await freePort())
  await serveFrom(live)
  keys = { busy: await firm('忙', 'busy@firm.cn'), quiet: await firm('静', 'quiet@firm.cn') }
  busy = caller(url, keys.busy)
  const quiet = caller(url, keys.quiet)
  for (let i = 0; i < 20; i++) await quiet('POST', '/leads', { name: `静 ${i}` })
}, 120_000)
afterAll(async () => {
  await endAll()
  for (const name of existsSync(place.folder) ? readdirSync(place.folder) : []) {
    const pid = postgresPid(at(name))
    if (pid) process.kill(pid, 'SIGKILL')
    if (pid) await gone(pid)
  }
  place.remove()
})

async function made(path: string, body: object, name: (record: Record<string, string>) => string): Promise<string> {
  const answer = await busy('POST', path, body)
  expect([answer.status, answer.body.code]).toEqual([201, undefined])
  const { body: record } = answer.body.number || answer.body.name ? answer : await busy('GET', `${path}/${answer.body.id}`)
  return name(record)
}

async function sent(number: number): Promise<string> {
  const form = new FormData()
  form.append('file', new Blob([`第 ${number} 份 `.repeat(2000)]), `${number}.txt`)
  const answer = await fetch(`${url}/api/v1/files`, { method: 'POST', headers: { authorization: `Bearer ${keys.busy}` }, body: form })
  expect(answer.status).toBe(201)
  return `${number}.txt`
}

/** Checkpoints come of themselves every few minutes; here they come all the time, so that luck does not hide what they do to a copy. */
const checkpoints = () =>
  writing(async () => {
    await inDatabase(live, (ask) => ask('checkpoint'))
    await pause(50)
    return ''
  })

const rowsOfImport = 6000
async function beginImport(): Promise<string> {
  const rows = [['姓名', '手机'], ...Array.from({ length: rowsOfImport }, (_, i) => [`导入 ${i}`, `139${String(10_000_000 + i)}`])]
  const id = await upload(url, keys.busy, 'leads', csvOf(rows))
  await busy('POST', `/imports/${id}/check`)
  await become(id, 'checked')
  expect((await busy('POST', `/imports/${id}/run`)).status).toBe(202)
  return id
}

async function become(id: string, state: string): Promise<Done> {
  for (;;) {
    const { body } = await busy('GET', `/imports/${id}`)
    if (body.state === state) return body
    if (body.state === 'failed') throw new Error(body.error)
    await pause(50)
  }
}

const until = async (writers: Writer[], least: number) => {
  while (writers.some(({ answered }) => answered.length < least)) await pause(20)
}

test('people write, an import runs: the backup has all that was answered before it began, and goes on where it stood', async () => {
  const account = (await busy('POST', '/accounts', { name: '备份机械' })).body.id
  const writers = {
    leads: writing((n) => made('/leads', { name: `线索 ${n}` }, ({ name }) => name!)),
    payments: writing((n) => made('/payments', { account, amount: `${n + 1}.00` }, ({ number }) => number!)),
    files: writing(sent),
  }
  const storm = checkpoints()
  const running = await beginImport()
  await until(Object.values(writers), 10)
  const before = Object.fromEntries(Object.entries(writers).map(([name, { answered }]) => [name, [...answered]]))
  const run = await command({}, 'backup', '--to', 'kept')
  expect([run.code, run.err]).toEqual([0, ''])
  backup = String(run.json.backup)
  expect(path.dirname(backup)).toBe(at('kept'))
  const { print, people } = await inDatabase(live, async (ask) => ({
    print: await tablesOf(ask, await schemaNamed(ask, '静')),
    people: await ask('select id, email, password from platform.person order by id'),
  }))
  await until(Object.values(writers), Math.max(...Object.values(writers).map(({ answered }) => answered.length)) - 5)
  for (const writer of [...Object.values(writers), storm]) await writer.stop()
  await stopServer()
  // what the copy does not have itself, it does not find elsewhere either
  renameSync(live, at('gone'))

  const restored = at('restored')
  const back = await command({}, 'restore', '--from', backup, '--into', 'restored')
  expect([back.code, back.err]).toEqual([0, ''])
  expect(back.json).toMatchObject({ into: restored, workspaces: [{ name: '忙' }, { name: '静' }] })
  await inDatabase(restored, async (ask) => {
    expect(await tablesOf(ask, await schemaNamed(ask, '静'))).toEqual(print)
    expect(await ask('select id, email, password from platform.person order by id')).toEqual(people)
    const schema = await schemaNamed(ask, '忙')
    const found = async (text: string) => (await ask<{ name: string }>(text.replaceAll('$.', `"${schema}".`))).map(({ name }) => name)
    const names = {
      leads: await found(`select f_name as name from $.o_lead where f_name like '线索 %'`),
      payments: await found('select f_number as name from $.o_payment'),
      files: await found('select name from $.file'),
    }
    for (const [kind, list] of Object.entries(names)) {
      const { answered } = writers[kind as keyof typeof writers]
      expect(faultsOf(list, { before: before[kind]!, answered }), kind).toEqual([])
    }
    // each record stands in the log, and the log speaks of no other
    const unlogged = `select l.id::text as name from $.o_lead l full join (select record from $.change where object = 'lead' and op = 'c') c on c.record = l.id where l.id is null or c.record is null`
    expect(await found(unlogged)).toEqual([])
    const hashes = await found('select hash as name from $.file')
    const [{ id }] = (await ask<{ id: string }>(`select id from platform.workspace where schema = $1`, [schema])) as [{ id: string }]
    for (const hash of hashes) {
      const bytes = readFileSync(path.join(restored, 'files', id, hash.slice(0, 2), hash))
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(hash)
    }
  })

  await serveFrom(restored)
  busy = caller(url, keys.busy)
  const done = await become(running, 'done')
  expect([done.created, done.failed, done.skipped]).toEqual([rowsOfImport, 0, 0])
  const count = await busy('POST', '/leads/aggregate', {
    measures: [{ as: 'n', fn: 'count' }],
    filter: { field: 'name', op: 'startsWith', value: '导入 ' },
  })
  expect(count.body.groups[0].values.n).toBe(String(rowsOfImport))
  const signIn = await fetch(`${url}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: 'quiet@firm.cn', password }),
  })
  expect(signIn.status).toBe(200)
  const list = await inDatabase(restored, async (ask) =>
    (await ask<{ number: string }>(`select f_number as number from "${await schemaNamed(ask, '忙')}".o_payment`)).map(
      ({ number }) => number,
    ),
  )
  const next = await made('/payments', { account, amount: '1.00' }, ({ number }) => number!)
  expect(list).not.toContain(next)
  expect(Number(next.slice(-4))).toBe(list.length + 1)
  await stopServer()
}, 240_000)

test('copied without telling PostgreSQL, answered rows are lost, and the comparison says so', async () => {
  const naive = at('naive')
  await inDatabase(at('restored'), async (ask) => {
    const answered: string[] = []
    const deed = async (n: number) => {
      await ask(`insert into platform.attempt (bucket, started_at, count) values ($1, now(), $2)`, [Buffer.from(`naive ${n}`), n])
      answered.push(`naive ${n}`)
    }
    await ask('checkpoint')
    for (let n = 0; n < 50; n++) await deed(n)
    const before = [...answered]
    const late = /cluster\/(pg_wal|global\/pg_control|postmaster)/
    cpSync(at('restored'), naive, { recursive: true, filter: (from) => !late.test(from) && !from.includes('.s.PGSQL') })
    for (let n = 50; n < 60; n++) await deed(n)
    await ask('checkpoint')
    for (const part of ['pg_wal', 'global/pg_control'])
      cpSync(at(`restored/postgres/cluster/${part}`), path.join(naive, 'postgres/cluster', part), { recursive: true })
    const found = await inDatabase(naive, async (asked) =>
      (
        await asked<{ name: string }>(
          `select convert_from(bucket, 'UTF8') as name from platform.attempt where bucket like 'naive %'::bytea`,
        )
      ).map(({ name }) => name),
    )
    expect(faultsOf(found, { before, answered })).toContain('lost: naive 0')
  })
}, 120_000)
