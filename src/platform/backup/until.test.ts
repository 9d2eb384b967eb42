import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { dataFolder, gone, postgresPid } from '../../../test/support/started.ts'
import { version } from '../../version.ts'
import { reachForCommand } from '../reach.ts'
import { type Restored, restoreBackup } from './restore.ts'
import { segment } from './segments.ts'
import { takeBackup } from './take.ts'

const place = dataFolder()
const at = (name: string) => path.join(place.folder, name)
const data = at('data')
const wal = (folder: string) => path.join(folder, 'postgres/cluster/pg_wal')
const show = () => undefined
let [first, second] = ['', '']
/** After the row of this number and before the next. */
const moments: Date[] = []

type Ask = (text: string) => Promise<{ n: number }[]>

async function within<T>(folder: string, work: (ask: Ask, own: { adminUrl: string; cluster: string; major: string }) => Promise<T>) {
  const reached = await reachForCommand({ folder, version })
  const client = new pg.Client({ connectionString: reached.ownerUrl! })
  await client.connect()
  try {
    return await work(async (text) => (await client.query<{ n: number }>(text)).rows, reached.own!)
  } finally {
    await client.end()
    await reached.leave()
  }
}

/** One row after the other; between two there is a moment that belongs to neither. */
async function write(ask: Ask, from: number, to: number): Promise<void> {
  for (let n = from; n <= to; n++) {
    await ask(`insert into plain values (${n})`)
    await pause(5)
    moments[n] = new Date()
    await pause(5)
  }
}

beforeAll(async () => {
  await within(data, async (ask, own) => {
    const backup = () => takeBackup({ folder: data, to: at('kept'), version, own, show })
    await ask('create table plain (n int)')
    first = (await backup()).backup
    await write(ask, 1, 10)
    // more than one piece of the log
    await ask(`create table bulk as select repeat(md5(g::text), 30) as t, g from generate_series(1, 30000) g`)
    await write(ask, 11, 20)
    const again = await backup()
    expect(again.log).toBe('kept')
    second = again.backup
    await write(ask, 21, 30)
    await ask('delete from plain')
  })
}, 120_000)
afterAll(async () => {
  for (const name of readdirSync(place.folder)) {
    const pid = postgresPid(at(name))
    if (pid) process.kill(pid, 'SIGKILL')
    if (pid) await gone(pid)
  }
  place.remove()
})

let number = 0
async function restored(from: string, time: Date | undefined, live: string | null = data): Promise<Restored & { rows: number[] }> {
  const into = at(`into-${++number}`)
  const until = { ...(time ? { time } : {}), ...(live ? { live } : {}) }
  const done = await restoreBackup({ from, into, version, show, until }).catch((error: unknown) => {
    expect(existsSync(into) ? readdirSync(into) : []).toEqual([])
    throw error
  })
  const rows = await within(into, (ask) => ask('select n from plain order by n'))
  rmSync(into, { recursive: true })
  return { ...done, rows: rows.map(({ n }) => n) }
}
const upTo = (n: number) => Array.from({ length: n }, (_, at) => at + 1)

test('any moment after the backup comes back: from the log in the data folder, from that of the next backup, and from both', async () => {
  expect((await restored(second, moments[25])).rows).toEqual(upTo(25))
  expect((await restored(first, moments[12], null)).rows).toEqual(upTo(12))
  expect((await restored(first, moments[28])).rows).toEqual(upTo(28))
}, 120_000)

test('as far as the log goes is after everything was deleted; so is now', async () => {
  expect((await restored(second, undefined)).rows).toEqual([])
  if (process.env.LONG) expect((await restored(second, new Date())).rows).toEqual([])
}, 60_000)

test('a moment before the backup, after the log or yet to come is refused with what to do', async () => {
  const early = restored(second, moments[12])
  await expect(early).rejects.toThrow(`after --until ${moments[12]!.toISOString()}. Use the earlier backup ${first}`)
  await expect(restored(first, new Date(moments[1]!.getTime() - 60_000))).rejects.toThrow(/There is no earlier one/)
  await expect(restored(first, new Date(Date.now() + 60_000))).rejects.toThrow(/has not come yet/)
  await expect(restored(first, moments[28], null)).rejects.toThrow(/The log ends before .* The last deed it can tell of is of \d{4}-/)
}, 60_000)

test('without the log that was kept nothing is pretended', async () => {
  await expect(restored(second, moments[25], null)).rejects.toThrow(/There is no log after the backup .* no later backup lies beside it/)
  // a data folder of its own, not the one that was backed up
  mkdirSync(at('other/postgres/cluster/global'), { recursive: true })
  writeFileSync(at('other/postgres/cluster/global/pg_control'), Buffer.alloc(8192, 7))
  await expect(restored(second, moments[25], at('other'))).rejects.toThrow(/There is no log after the backup/)
}, 60_000)

/** The data folder as it lies there, its PostgreSQL stopped, with one thing done to it. */
async function damaged(change: (folder: string, pieces: string[]) => void): Promise<string> {
  const copy = at(`copy-${++number}`)
  cpSync(data, copy, { recursive: true, filter: (from) => !from.includes('.s.PGSQL') })
  const pieces = readdirSync(wal(copy)).filter((name) => segment.test(name))
  change(copy, pieces.toSorted())
  return copy
}
const after = (backup: string) => {
  const own = readdirSync(wal(backup)).toSorted().at(-1)!
  return (name: string) => name > own
}

test('a piece of the log that is missing is named, one that is damaged too, and nothing is left', async () => {
  const alone = at('alone')
  mkdirSync(alone)
  cpSync(second, path.join(alone, 'second'), { recursive: true })
  const from = path.join(alone, 'second')
  await within(data, async (ask, { adminUrl }) => {
    // a few pieces more, so that there is a middle
    const client = new pg.Client({ connectionString: adminUrl })
    await client.connect()
    for (let i = 0; i < 3; i++) {
      await ask('insert into plain values (0)')
      await client.query('select pg_switch_wal()')
    }
    await client.end()
    await write(ask, 31, 32)
  })
  let [lost, bad] = ['', '']
  const withHole = await damaged((folder, pieces) => {
    lost = pieces.filter(after(second))[1]!
    rmSync(path.join(wal(folder), lost))
  })
  await expect(restored(from, moments[32], withHole)).rejects.toThrow(new RegExp(`lacks ${lost}`))
  const withFault = await damaged((folder, pieces) => {
    bad = pieces.filter(after(second))[1]!
    const file = path.join(wal(folder), bad)
    const bytes = readFileSync(file)
    bytes.fill(0x5a, 40, 4000)
    writeFileSync(file, bytes)
  })
  await expect(restored(from, moments[32], withFault)).rejects.toThrow(new RegExp(`The log is damaged at ${bad}`))
  if (!process.env.LONG) return
  await expect(restored(from, undefined, withFault)).rejects.toThrow(new RegExp(`The log is damaged at ${bad}`))
  // what lies before the fault is there all the same
  expect((await restored(from, moments[25], withFault)).rows).toEqual(upTo(25))
}, 120_000)

test('a damaged log within a backup is found by its sum', async () => {
  const copy = at('kept-copy')
  cpSync(at('kept'), copy, { recursive: true })
  const [one, two] = [first, second].map((folder) => path.join(copy, path.basename(folder))) as [string, string]
  const piece = readdirSync(path.join(two, 'log')).toSorted().at(-1)!
  const file = path.join(two, 'log', piece)
  const bytes = readFileSync(file)
  bytes[5000]! ^= 1
  writeFileSync(file, bytes)
  await expect(restored(one, moments[12], null)).rejects.toThrow(new RegExp(`what stands in log/${piece} is not what was saved`))
  rmSync(file)
  await expect(restored(one, moments[12], null)).rejects.toThrow(/There is no log after the backup|lacks/)
}, 60_000)

test.runIf(process.env.LONG)(
  'a data folder whose PostgreSQL does not start any more still gives its log',
  async () => {
    const broken = await damaged((folder) => {
      const file = path.join(folder, 'postgres/cluster/global/pg_control')
      const bytes = readFileSync(file)
      bytes[100]! ^= 1
      writeFileSync(file, bytes)
    })
    expect((await restored(second, moments[29], broken)).rows).toEqual(upTo(29))
  },
  60_000,
)

test.runIf(process.env.LONG)(
  'a hole is refused; what was let go, the next backup says; with nothing to be kept nothing is held back',
  async () => {
    const slots = async (url: string, text: string) => {
      const client = new pg.Client({ connectionString: url })
      await client.connect()
      const { rows } = await client.query(text)
      await client.end()
      return rows
    }
    const taken = async (own: { adminUrl: string; cluster: string; major: string }, keepLog: boolean) =>
      (await takeBackup({ folder: data, to: at('kept'), version, own, keepLog, show })).log
    await within(data, async (ask, own) => {
      await slots(own.adminUrl, `select pg_drop_replication_slot('guanxi_log')`)
      expect(await taken(own, true)).toBe('begun')
      await write(ask, 33, 34)
    })
    await expect(restored(second, moments[34])).rejects.toThrow(/lacks [0-9A-F]{24}: more was written than is kept/)
    await within(data, async (_, own) => {
      expect(await taken(own, false)).toBe('unwanted')
      expect(await slots(own.adminUrl, 'select slot_name from pg_replication_slots')).toEqual([])
    })
  },
  120_000,
)
