import { appendFileSync, cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshDatabase } from '../../../test/support/database.ts'
import { dataFolder, endIn, postgresPid, start } from '../../../test/support/started.ts'
import { version } from '../../version.ts'
import { reachForCommand } from '../reach.ts'
import { type Manifest, writeManifest } from './manifest.ts'
import { restoreBackup } from './restore.ts'
import { takeBackup } from './take.ts'

const place = dataFolder()
const at = (name: string) => path.join(place.folder, name)
const show = () => undefined
const restoring = (from: string, into: string) => restoreBackup({ from, into, version, show })
const line = ['node_modules/.bin/node', 'src/cli/main.ts', 'backup', '--to']
let backup: string

/** Its PostgreSQL started for the moment. */
async function within<T>(
  folder: string,
  work: (url: string, own: { adminUrl: string; cluster: string; major: string }) => Promise<T>,
): Promise<T> {
  const reached = await reachForCommand({ folder, version })
  return work(reached.ownerUrl!, reached.own!).finally(reached.leave)
}

async function ask(url: string, ...texts: string[]): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  let rows: unknown[] = []
  for (const text of texts) rows = (await client.query(text)).rows
  await client.end()
  return rows
}

beforeAll(async () => {
  const folder = at('data')
  mkdirSync(path.join(folder, 'files/a/bc'), { recursive: true })
  writeFileSync(path.join(folder, 'files/a/bc/bcd'), 'kept')
  mkdirSync(path.join(folder, 'files/a/incoming'))
  writeFileSync(path.join(folder, 'files/a/incoming/half'), 'half')
  backup = await within(folder, async (url, own) => {
    await ask(url, 'create table plain (n int)', 'insert into plain select generate_series(1, 5000)')
    return (await takeBackup({ folder, to: at('kept'), version, own, show })).backup
  })
}, 120_000)
afterAll(() => endIn(place))

const damages: [string, RegExp, (copy: string, file: string) => void][] = [
  ['one bit of a data file turned', /what stands in postgres\/cluster\/base\/\S+ is not what was saved/, (_, file) => flip(file)],
  ['a data file removed', /the file postgres\/cluster\/base\/\S+ is missing/, (_, file) => rmSync(file)],
  ['a data file cut short', /postgres\/cluster\/base\/\S+ should have 8192 bytes and has 8000/, (_, file) => truncateSync(file, 8000)],
  ['a data file made longer', /should have 8192 bytes and has 8193/, (_, file) => appendFileSync(file, 'x')],
  [
    'a number in the manifest edited',
    /manifest.json was changed/,
    (copy) => edit(copy, (text) => text.replace(/"size": 8192/, '"size": 8191')),
  ],
  ['the manifest cut short', /manifest.json was changed/, (copy) => edit(copy, (text) => text.slice(0, -100))],
  ['no manifest', /is no complete backup/, (copy) => rmSync(path.join(copy, 'manifest.json'))],
  ['made by a newer version', /was made by version 99\.0\.0, this is/, (copy) => reseal(copy, { version: '99.0.0' })],
  ['of another PostgreSQL', /holds a database of PostgreSQL 17/, (copy) => reseal(copy, { postgres: '17' })],
  ['the log of the copying left out', /PostgreSQL does not start from it/, (copy) => reseal(copy, { files: withoutLog(copy) })],
  ['a path that leads out', /manifest.json was changed/, (copy) => reseal(copy, { folders: ['../out'] })],
]

function flip(file: string): void {
  const bytes = readFileSync(file)
  bytes[4000]! ^= 1
  writeFileSync(file, bytes)
}

const withoutLog = (copy: string) => listOf(copy).files.filter((entry) => !entry.path.includes('/pg_wal/'))
const listOf = (copy: string): Manifest => JSON.parse(readFileSync(path.join(copy, 'manifest.json'), 'utf8'))

const edit = (copy: string, change: (text: string) => string) =>
  writeFileSync(path.join(copy, 'manifest.json'), change(readFileSync(path.join(copy, 'manifest.json'), 'utf8')))

function reseal(copy: string, changes: Partial<Manifest>): void {
  const { seal: _, ...manifest }: Manifest & { seal: string } = JSON.parse(readFileSync(path.join(copy, 'manifest.json'), 'utf8'))
  writeManifest(copy, { ...manifest, ...changes })
}

test.each(damages)('a backup with %s is refused with a sentence, and nothing is left', async (_, sentence, damage) => {
  const [copy, into] = [at('copy'), at('into')]
  cpSync(backup, copy, { recursive: true })
  const { files } = listOf(copy)
  damage(copy, path.join(copy, files.find((entry) => entry.path.includes('/base/') && entry.size === 8192)!.path))
  await expect(restoring(copy, into)).rejects.toThrow(sentence)
  expect(existsSync(into) ? readdirSync(into) : []).toEqual([])
  rmSync(copy, { recursive: true })
})

test('a folder with something in it is left as it is; what a restore cut off left behind is cleared away', async () => {
  const full = at('full')
  mkdirSync(full)
  writeFileSync(path.join(full, 'diary.txt'), 'mine')
  await expect(restoring(backup, full)).rejects.toThrow(/is not empty/)
  expect(readdirSync(full)).toEqual(['diary.txt'])
  rmSync(path.join(full, 'diary.txt'))
  mkdirSync(path.join(full, '.restoring/postgres/cluster'), { recursive: true })
  writeFileSync(path.join(full, 'version'), version)
  expect((await restoring(backup, full)).content).toEqual({ workspaces: [], records: 0 })
  expect(readdirSync(full).toSorted()).toEqual(['files', 'postgres', 'postgres-passwords.json', 'version'])
  expect(readdirSync(path.join(full, 'files/a'))).toEqual(['bc'])
  expect(readFileSync(path.join(full, 'files/a/bc/bcd'), 'utf8')).toBe('kept')
  expect(await within(full, (url) => ask(url, 'select sum(n) as sum from plain'))).toEqual([{ sum: '12502500' }])
}, 120_000)

test('a backup killed half-way is none, leaves nothing behind in the database, and does not hinder the next', async () => {
  const to = at('second')
  const env = { GUANXI_DATA: at('data'), INIT_CWD: place.folder }
  const first = start(env, [...line, 'second'])
  const drafts = () => (existsSync(to) ? readdirSync(to) : [])
  while (!drafts().some((name) => existsSync(path.join(to, name, 'postgres')))) await pause(2)
  process.kill(first.pid, 'SIGKILL')
  await first.ended
  expect(drafts()).toEqual([expect.stringMatching(/^\.guanxi-.*\.unfinished$/)])
  await expect(restoring(path.join(to, drafts()[0]!), at('none'))).rejects.toThrow(/is no complete backup/)
  const next = start(env, [...line, 'second', '--json'])
  expect([await next.ended, next.err()]).toEqual([0, ''])
  expect(postgresPid(at('data'))).toBe(0)
  expect(
    await within(at('data'), (_, { adminUrl }) => ask(adminUrl, 'select slot_name from pg_replication_slots where temporary')),
  ).toEqual([])
  const made: { backup: string } = JSON.parse(next.out())
  await restoring(made.backup, at('third'))
  expect(await within(at('third'), (url) => ask(url, 'select count(*)::int as n from plain'))).toEqual([{ n: 5000 }])
}, 240_000)

test('the database going away in the middle: one sentence, and nothing that looks like a backup', async () => {
  const to = at('away')
  const taken = within(at('data'), async (_, own) => {
    let killed = false
    const kill = ({ en }: { en: string }) => {
      if (killed || !en.startsWith('Database')) return
      killed = true
      process.kill(postgresPid(at('data')), 'SIGKILL')
    }
    return takeBackup({ folder: at('data'), to, version, own, show: kill })
  })
  await expect(taken).rejects.toThrow(/The database stopped while it was being copied/)
  expect(readdirSync(to)).toEqual([])
}, 120_000)

test('a backup into what it backs up is refused', async () => {
  const into = takeBackup({ folder: at('data'), to: at('data/files/backups'), version, show })
  await expect(into).rejects.toThrow(/cannot lie in what it backs up/)
})

test('with a PostgreSQL of one’s own the files are saved, and the sentence says whose the rest is', async () => {
  const fresh = await freshDatabase()
  const folder = at('outside')
  // several servers share them, so they lie elsewhere
  const files = at('shared')
  mkdirSync(path.join(files, 'a/bc'), { recursive: true })
  writeFileSync(path.join(files, 'a/bc/bcd'), 'kept')
  const env = { GUANXI_DATA: folder, GUANXI_FILES: files, INIT_CWD: place.folder, DATABASE_URL: fresh.runtimeUrl, DATABASE_OWNER_URL: '' }
  const run = start(env, [...line, 'outside-kept'])
  expect([await run.ended, run.err()]).toEqual([0, ''])
  expect(run.out()).toMatch(/The database is your own \(DATABASE_URL\) and only the uploaded files are here/)
  const [made] = readdirSync(at('outside-kept'))
  const { content } = await restoring(at(`outside-kept/${made}`), at('outside-restored'))
  expect(content).toBeUndefined()
  expect(readFileSync(at('outside-restored/files/a/bc/bcd'), 'utf8')).toBe('kept')
  await fresh.drop()
})
