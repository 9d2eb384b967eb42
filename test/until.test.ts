/** Somebody deleted everything at a quarter past ten: the state of just before, from last night's backup and the log that was kept since. */
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Call, caller } from './support/app.ts'
import { type Started, answering, dataFolder, endIn, freePort, root, start } from './support/started.ts'
import { type Writer, faultsOf, inDatabase, schemaNamed, tablesOf, writing } from './support/whole.ts'

const node = path.join(root, 'node_modules/.bin/node')
const place = dataFolder()
const at = (name: string) => path.join(place.folder, name)
const live = at('live')
let port: string
let server: Started
let call: Call
let url: string
let key: string

async function command(...words: string[]): Promise<{ code: number | null; err: string; json: Record<string, unknown> }> {
  const run = start({ GUANXI_DATA: live, INIT_CWD: place.folder }, [node, 'src/cli/main.ts', ...words, '--json'])
  const code = await run.ended
  return { code, err: run.err(), json: code === 0 ? JSON.parse(run.out()) : {} }
}

async function serveFrom(folder: string): Promise<void> {
  server = start({ GUANXI_DATA: folder, PORT: port }, [node, 'src/main.ts'])
  url = await answering(server)
  if (key) call = caller(url, key)
}

beforeAll(async () => {
  port = String(await freePort())
  await serveFrom(live)
  const words = ['--workspace', '北辰贸易', '--name', '王芳', '--email', 'wang@firm.cn', '--password', 'correct horse']
  key = String((await command('setup', ...words)).json.apiKey)
  call = caller(url, key)
}, 120_000)
afterAll(() => endIn(place))

async function lead(name: string): Promise<string> {
  const answer = await call('POST', '/leads', { name })
  expect(answer.status).toBe(201)
  return name
}

async function sent(words: string): Promise<string> {
  const form = new FormData()
  form.append('file', new Blob([words]), 'contract.txt')
  const answer = await fetch(`${url}/api/v1/files`, { method: 'POST', headers: { authorization: `Bearer ${key}` }, body: form })
  expect(answer.status).toBe(201)
  return createHash('sha256').update(words).digest('hex')
}

const rows = (folder: string) => inDatabase(folder, async (ask) => tablesOf(ask, await schemaNamed(ask, '北辰贸易')))

test('all rows and files of the moment before are there again, while the server that lost them runs', async () => {
  for (let n = 0; n < 10; n++) await lead(`昨天 ${n}`)
  const kept = await command('backup', '--to', 'kept')
  expect([kept.code, kept.err]).toEqual([0, ''])
  const hash = await sent('签了字的合同')
  for (let n = 0; n < 10; n++) await lead(`今早 ${n}`)
  const account = (await call('POST', '/accounts', { name: '北方机械' })).body.id
  expect((await call('POST', '/payments', { account, amount: '120.50' })).status).toBe(201)
  const writer: Writer = writing(async (n) => lead(`一直写 ${n}`))
  while (writer.answered.length < 10) await pause(10)
  await writer.stop()
  const before = await rows(live)
  const moment = new Date().toISOString()
  await pause(20)

  // first as people can, then as only a mishap can
  const { body } = await call('GET', '/leads?limit=200')
  for (const { id } of body.records) expect((await call('DELETE', `/leads/${id}`)).status).toBeLessThan(300)
  await inDatabase(live, async (ask) => ask(`drop schema "${await schemaNamed(ask, '北辰贸易')}" cascade`))

  const from = String(kept.json.backup)
  const restored = await command('restore', '--from', from, '--into', 'restored', '--until', moment)
  expect([restored.code, restored.err]).toEqual([0, ''])
  expect(restored.json).toMatchObject({ until: moment, workspaces: [{ name: '北辰贸易' }] })
  expect(await rows(at('restored'))).toEqual(before)

  server.child.kill('SIGTERM')
  await server.ended
  await serveFrom(at('restored'))
  const found = await call('GET', '/leads?limit=200')
  const names = found.body.records.map((row: { name: string }) => row.name)
  expect(
    faultsOf(
      names.filter((name: string) => name.startsWith('一直写')),
      { before: writer.answered, answered: writer.answered },
    ),
  ).toEqual([])
  expect(names).toHaveLength(20 + writer.answered.length)
  const [workspace] = readdirSync(at('restored/files'))
  const file = at(`restored/files/${workspace}/${hash.slice(0, 2)}/${hash}`)
  expect(existsSync(file) && readFileSync(file, 'utf8')).toBe('签了字的合同')
  await lead('之后又写')

  // the same without the log that was kept
  const bare = await command('restore', '--from', from, '--into', 'bare', '--until', moment, '--live', 'nowhere')
  expect(bare.code).toBe(1)
  expect(bare.err).toMatch(/There is no log after the backup .* Without --until it restores to \d{4}-/)
  const typed = await command('restore', '--from', from, '--into', 'bare', '--until', 'yesterday')
  expect(typed.err).toMatch(/What is --until yesterday\? Write it as 2026-11-22T10:15:00\+08:00/)
}, 240_000)
