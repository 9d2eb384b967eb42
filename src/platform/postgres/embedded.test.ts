import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { reachDatabase } from '../reach.ts'
import { adoptEmbedded, startEmbedded } from './embedded.ts'
import type { Embedded } from './embedded.ts'

let folder: string
beforeEach(() => {
  folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'guanxi-pg-')))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

async function setting(embedded: Pick<Embedded, 'url'>, name: string): Promise<string> {
  const client = new pg.Client({ connectionString: embedded.url('postgres', 'postgres') })
  await client.connect()
  const { rows } = await client.query<{ value: string }>('select current_setting($1) as value', [name])
  await client.end()
  return rows[0]?.value ?? ''
}

test('what is answered is on disk, times are UTC, names sort by code point, and only a password lets in', async () => {
  const embedded = await startEmbedded({ folder: path.join(folder, 'pg') })
  expect(await setting(embedded, 'fsync')).toBe('on')
  expect(await setting(embedded, 'synchronous_commit')).toBe('on')
  expect(await setting(embedded, 'timezone')).toBe('UTC')
  expect(await setting(embedded, 'server_encoding')).toBe('UTF8')
  expect(await setting(embedded, 'listen_addresses')).toBe('')
  const stranger = new pg.Client({ connectionString: embedded.url('postgres', 'postgres').replace(/:[^:@]*@/, ':guess@') })
  await expect(stranger.connect()).rejects.toMatchObject({ code: '28P01' })
  expect(statSync(path.join(folder, 'pg-passwords.json')).mode & 0o777).toBe(0o600)
  expect(statSync(path.join(folder, 'pg')).mode & 0o777).toBe(0o700)
  await embedded.stop()
})

test('deep down, where a socket has no room, it listens on the loopback', async () => {
  const deep = path.join(folder, 'a'.repeat(60), 'b'.repeat(60))
  const first = await startEmbedded({ folder: deep })
  expect(await setting(first, 'listen_addresses')).toBe('127.0.0.1')
  expect(await setting(first, 'unix_socket_directories')).toBe('')
  const beside = await adoptEmbedded(deep)
  expect(beside?.pid()).toBe(first.pid())
  await first.stop()
  expect(await adoptEmbedded(deep)).toBeUndefined()
})

test('a folder reached by another name is the same folder', async () => {
  const embedded = await startEmbedded({ folder: path.join(folder, 'pg') })
  symlinkSync(folder, path.join(folder, 'link'))
  const again = await startEmbedded({ folder: path.join(folder, 'link', 'pg') })
  expect(again).toMatchObject({ adopted: true })
  expect(again.pid()).toBe(embedded.pid())
  await embedded.stop()
  await again.stop()
})

test('an installation cut short is begun anew', async () => {
  mkdirSync(path.join(folder, 'pg/cluster-new'), { recursive: true })
  writeFileSync(path.join(folder, 'pg/cluster-new/half'), '')
  const embedded = await startEmbedded({ folder: path.join(folder, 'pg') })
  await embedded.stop()
})

test('lost passwords, and files of another PostgreSQL, are said in a sentence', async () => {
  const place = path.join(folder, 'pg')
  await (await startEmbedded({ folder: place })).stop()
  const passwords = readFileSync(`${place}-passwords.json`)
  rmSync(`${place}-passwords.json`)
  await expect(startEmbedded({ folder: place })).rejects.toMatchObject({ zh: expect.stringContaining('请从备份恢复这个文件') })
  writeFileSync(`${place}-passwords.json`, passwords)
  writeFileSync(path.join(place, 'cluster/PG_VERSION'), '17\n')
  await expect(startEmbedded({ folder: place })).rejects.toMatchObject({ en: expect.stringContaining('is of PostgreSQL 17') })
})

test.each([['base'], ['base/5'], ['global/pg_filenode.map'], ['base/5/pg_filenode.map']])(
  'a folder that was restored half, without %s, does not wait for ever: one sentence says what to do, and nothing is left running',
  async (gone) => {
    const place = path.join(folder, 'pg')
    await (await startEmbedded({ folder: place })).stop()
    rmSync(path.join(place, 'cluster', gone), { recursive: true })
    const halt: { en: string; zh: string } = await startEmbedded({ folder: place }).then(
      () => ({ en: 'it started', zh: '' }),
      (error: { en: string; zh: string }) => error,
    )
    expect(halt.en).toMatch(/is not whole|did not start/)
    expect(await adoptEmbedded(place)).toBeUndefined()
  },
)

test('without the folder of our own database, too', async () => {
  await (await reachDatabase({ folder })).leave()
  const base = path.join(folder, 'postgres/cluster/base')
  const ours = readdirSync(base).toSorted((a, b) => Number(b) - Number(a))[0]!
  rmSync(path.join(base, ours), { recursive: true })
  await expect(reachDatabase({ folder })).rejects.toMatchObject({ en: expect.stringContaining(`"base/${ours}" is missing`) })
  expect(await adoptEmbedded(path.join(folder, 'postgres'))).toBeUndefined()
})

test('a setting that PostgreSQL refuses is told with its words', async () => {
  const start = startEmbedded({ folder: path.join(folder, 'pg'), settings: { shared_buffers: 'plenty' } })
  await expect(start).rejects.toMatchObject({ en: expect.stringContaining('shared_buffers') })
})

// containers refuse user namespaces to root; an ordinary user needs none
test.runIf(process.getuid?.() === 0)('root without user namespaces runs it as another user, under a closed folder', async () => {
  const programs = path.join(folder, 'bin')
  mkdirSync(programs)
  writeFileSync(path.join(programs, 'unshare'), '#!/bin/sh\nexit 1\n')
  chmodSync(path.join(programs, 'unshare'), 0o755)
  const before = process.env.PATH
  process.env.PATH = `${programs}:${before}`
  const place = path.join(folder, 'closed/pg')
  mkdirSync(path.dirname(place), { mode: 0o700 })
  const first = await startEmbedded({ folder: place })
  expect(statSync(path.join(place, 'cluster')).uid).not.toBe(0)
  await first.stop()
  process.env.PATH = before
  // the same files with namespaces allowed again stay that user's
  const second = await startEmbedded({ folder: place })
  expect(statSync(path.join(place, 'cluster')).uid).not.toBe(0)
  await second.stop()
})
