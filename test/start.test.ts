import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { answering, dataFolder, endAll, freePort, gone, isHealthy, lives, postgresPid, serverPid, start } from './support/started.ts'
import { statement } from '../src/platform/postgres/identity.ts'
import type { Started } from './support/started.ts'

const data = dataFolder()
const { folder } = data
let env: Record<string, string>

beforeAll(async () => {
  env = { GUANXI_DATA: folder, PORT: String(await freePort()) }
})
afterEach(endAll)
afterAll(() => data.remove())

async function stopped(started: Started): Promise<void> {
  const pids = [serverPid(folder), postgresPid(folder)]
  process.kill(started.pid, 'SIGTERM')
  expect(await started.ended).toBe(0)
  await gone(...pids)
}

test('start prints the address and what keeps workspaces apart, no more, and Ctrl-C stops everything', async () => {
  const started = start(env)
  const address = await answering(started)
  expect(started.out()).toBe(`Guanxi: ${address}\n${statement.role.en}\n`)
  const pids = [serverPid(folder), postgresPid(folder)]
  process.kill(-started.pid, 'SIGINT')
  expect(await started.ended).toBe(0)
  await gone(...pids)
  expect(existsSync(path.join(folder, 'lock'))).toBe(false)
  expect(postgresPid(folder)).toBe(0)
  expect(started.err()).not.toMatch(/Error|SIGINT/)
})

const npm = ['npm', 'start']
const ways: [string, string[], (started: Started) => [number, NodeJS.Signals]][] = [
  ['SIGTERM to the launcher', ['node', 'bin/guanxi.mjs', 'start'], ({ pid }) => [pid, 'SIGTERM']],
  ['SIGTERM to the server', ['node', 'bin/guanxi.mjs', 'start'], () => [serverPid(folder), 'SIGTERM']],
  ['SIGTERM to npm', npm, ({ pid }) => [pid, 'SIGTERM']],
  ['Ctrl-C under npm', npm, ({ pid }) => [-pid, 'SIGINT']],
  ['npm killed', npm, ({ pid }) => [pid, 'SIGKILL']],
  ['the launcher killed', ['node', 'bin/guanxi.mjs', 'start'], ({ pid }) => [pid, 'SIGKILL']],
]

test.each(ways)('%s: the server and PostgreSQL stop cleanly', async (_, line, aim) => {
  const started = start(env, line)
  await answering(started)
  const pids = [serverPid(folder), postgresPid(folder)]
  process.kill(...aim(started))
  await gone(...pids)
  expect(existsSync(path.join(folder, 'lock'))).toBe(false)
  expect(readFileSync(path.join(folder, 'postgres/log'), 'utf8').trim()).toMatch(/database system is shut down$/)
})

test('a second start on the same folder says where the first one answers', async () => {
  const first = start(env)
  const address = await answering(first)
  const [second, third] = [start(env), start({ ...env, PORT: '0', LANG: 'zh_CN.UTF-8' })]
  expect(await second.ended).toBe(1)
  expect(second.err()).toContain(`Already running at ${address}`)
  expect(await third.ended).toBe(1)
  expect(third.err()).toContain(`已经在运行：${address}`)
  expect(await isHealthy(address)).toBe(true)
  await stopped(first)
})

test('two starts at once: one serves, the other says so', async () => {
  const both = [start({ ...env, PORT: '0' }), start({ ...env, PORT: '0' })]
  const [index, code] = await Promise.race(both.map(({ ended }, at) => ended.then((end) => [at, end] as const)))
  const [loser, winner] = [both[index], both[1 - index]]
  if (!loser || !winner) throw new Error('unreachable')
  expect(code).toBe(1)
  const address = await answering(winner)
  expect(loser.err()).toContain(`Already running at ${address}`)
  await stopped(winner)
})

test('the server killed: PostgreSQL goes on, and the next start takes it over', async () => {
  const first = start(env)
  await answering(first)
  const [server, postgres] = [serverPid(folder), postgresPid(folder)]
  process.kill(server, 'SIGKILL')
  await gone(server)
  await first.ended
  expect(lives(postgres)).toBe(true)
  const second = start(env)
  await answering(second)
  expect(postgresPid(folder)).toBe(postgres)
  await stopped(second)
})

test('PostgreSQL killed under a running server is started again', async () => {
  const started = start(env)
  const address = await answering(started)
  const postgres = postgresPid(folder)
  process.kill(postgres, 'SIGKILL')
  await gone(postgres)
  // another process answers: the health of the moment before is no answer
  await expect.poll(async () => (await isHealthy(address)) && ![0, postgres].includes(postgresPid(folder)), { timeout: 30_000 }).toBe(true)
  await stopped(started)
})

test('both killed: the next start recovers, and what was answered is still there', async () => {
  const first = start(env)
  await answering(first)
  const words = ['--workspace', '北辰贸易', '--name', '王芳', '--email', 'wang@firm.cn', '--password', 'correct horse', '--json']
  const setup = start(env, ['node', 'bin/guanxi.mjs', 'setup', ...words])
  expect([await setup.ended, setup.err()]).toEqual([0, ''])
  expect(JSON.parse(setup.out())).toMatchObject({ apiKey: expect.stringMatching(/^gx_/) })
  const pids = [serverPid(folder), postgresPid(folder)]
  for (const pid of pids) process.kill(pid, 'SIGKILL')
  await gone(...pids)
  const second = start(env)
  await answering(second)
  const list = start(env, ['node', 'bin/guanxi.mjs', 'user', 'list', '--json'])
  expect(await list.ended).toBe(0)
  expect(list.out()).toContain('wang@firm.cn')
  await stopped(second)
})

test('marks of dead processes whose numbers others have now are not believed', async () => {
  const ours = String(process.pid)
  writeFileSync(
    path.join(folder, 'lock'),
    JSON.stringify({ pid: process.pid, born: 'another boot', work: 'server', address: 'http://nowhere' }),
  )
  writeFileSync(
    path.join(folder, 'postgres/cluster/postmaster.pid'),
    [ours, `${folder}/postgres/cluster`, '1', '5432', `${folder}/postgres`, '', '', 'ready'].join('\n'),
  )
  const started = start(env)
  await answering(started)
  await stopped(started)
})

test('a command alone starts the database for itself and leaves nothing running', async () => {
  const list = start(env, ['node', 'bin/guanxi.mjs', 'user', 'list', '--json'])
  expect(await list.ended).toBe(0)
  expect(list.out()).toContain('wang@firm.cn')
  expect(postgresPid(folder)).toBe(0)
  expect(existsSync(path.join(folder, 'lock'))).toBe(false)
})

test('for the local network, the address there and a set-up token are printed too', async () => {
  const started = start({ ...env, HOST: '0.0.0.0' })
  const address = await answering(started)
  expect(address).toBe(`http://127.0.0.1:${env.PORT}`)
  expect(started.out()).toMatch(/Set-up token: [a-z0-9]{4}-[a-z0-9]{4}-[a-z0-9]{4}\n/)
  await stopped(started)
})
