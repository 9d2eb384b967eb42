/**
 * A copy of a running cluster, as "Making a Base Backup Using the Low Level API" of PostgreSQL's manual says. Between
 * `pg_backup_start` and `pg_backup_stop` the files are copied as they are, torn pages and all; the log written meanwhile mends them
 * when the copy is first started. A temporary replication slot keeps that log from being removed, for as long as this connection
 * lives and no longer: nothing stays behind when we are killed, and no setting has to change.
 */
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { Halt } from '../../lib/halt.ts'
import { type Found, lookThrough } from './copy.ts'
import { type Held, holdFrom, holdLog } from './hold.ts'
import { numberOf, segmentName } from './segments.ts'

export type Source = { adminUrl: string; cluster: string }
/** Copies what was found below the cluster into the backup; what is gone by then is left out, unless it is needed. */
export type Take = (found: Found, needed?: boolean) => Promise<void>
/** Puts a file into the backup's cluster. */
export type Put = (place: string, bytes: Buffer) => Promise<void>

export type Copied = {
  log: Held['since']
  /** The backup is whole: the log that it holds need not be kept in the cluster any longer. */
  whole: () => Promise<void>
}

/** `takeLog` is given the log between the backup before and this one, where it is `wanted`. */
export async function copyCluster({ adminUrl, cluster }: Source, take: Take, put: Put, takeLog: Take, wanted: boolean): Promise<Copied> {
  const client = new pg.Client({ connectionString: adminUrl, application_name: 'guanxi backup' })
  client.on('error', () => undefined)
  await client.connect()
  try {
    await client.query(`select pg_create_physical_replication_slot('guanxi_backup_' || pg_backend_pid(), true, true)`)
    const held = await holdLog(client, wanted)
    const start = (await one<{ lsn: string }>(client, `select pg_backup_start('guanxi', fast => true)::text as lsn`)).lsn
    await take(await lookThrough(cluster, leftOut))
    await put('global/pg_control', await untorn(path.join(cluster, 'global/pg_control')))
    // its commit tells a later recovery that the log reaches this moment
    await client.query('select pg_current_xact_id()')
    const stop = await one<{ lsn: string; label: string; map: string }>(
      client,
      `select lsn::text, labelfile as label, spcmapfile as map from pg_backup_stop(wait_for_archive => false)`,
    )
    await put('backup_label', Buffer.from(stop.label))
    if (stop.map) await put('tablespace_map', Buffer.from(stop.map))
    const log = await logOf(client, stop.label, start, stop.lsn)
    await take(log.files(log.first, log.last), true)
    if (held.since === 'kept') await takeLog(log.files(held.from / log.size, log.first - 1n))
    return { log: held.since, whole: () => (wanted ? holdFrom(adminUrl, stop.lsn) : Promise.resolve()) }
  } catch (error) {
    throw isLost(error) ? stopped() : error
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** The log from the first segment to the last; `pg_backup_stop` has closed that one and begun another. */
async function logOf(client: pg.Client, label: string, start: string, stop: string) {
  const { bytes } = await one<{ bytes: string }>(client, `select setting::text as bytes from pg_settings where name = 'wal_segment_size'`)
  const size = BigInt(bytes)
  const timeline = Number(/START TIMELINE: (\d+)/.exec(label)?.[1] ?? 1)
  // the redo point in the label may lie before where the backup began to be counted
  const first = numberOf(/START WAL LOCATION: (\S+)/.exec(label)?.[1] ?? start) / size
  const last = (numberOf(stop) - 1n) / size
  const files = (from: bigint, to: bigint): Found => ({
    folders: [],
    files: Array.from({ length: Math.max(0, Number(to - from) + 1) }, (_, at) => segmentName(timeline, from + BigInt(at), size)).map(
      (name) => ({ path: `pg_wal/${name}`, size: Number(size), changed: 0 }),
    ),
  })
  return { first, last, size, files }
}

/** Folders whose content belongs to the running server only, and files it makes anew. */
const emptied = ['pg_wal', 'pg_replslot', 'pg_dynshmem', 'pg_notify', 'pg_serial', 'pg_snapshots', 'pg_stat_tmp', 'pg_subtrans']
const ofTheRunning =
  /^(postmaster\.(pid|opts)|backup_label(\.old)?|tablespace_map(\.old)?|backup_manifest|global\/pg_control|postgresql\.auto\.conf\.tmp)$/

function leftOut(place: string): boolean {
  if (ofTheRunning.test(place)) return true
  const base = place.split('/').at(-1) ?? ''
  if (base.startsWith('pgsql_tmp') || base.startsWith('pg_internal.init')) return true
  const [top, ...rest] = place.split('/')
  return rest.length > 0 && emptied.includes(top ?? '')
}

/** The one file that is read before the log can mend anything: taken only once two looks agree. */
async function untorn(file: string): Promise<Buffer> {
  for (let before = await readFile(file); ;) {
    await pause(10)
    const now = await readFile(file)
    if (now.equals(before)) return now
    before = now
  }
}

async function one<T extends pg.QueryResultRow>(client: pg.Client, text: string): Promise<T> {
  const { rows } = await client.query<T>(text)
  if (!rows[0]) throw new Error(`no answer to ${text}`)
  return rows[0]
}

const isLost = (error: unknown) =>
  error instanceof Error &&
  /Connection terminated|57P0|ECONNRESET|EPIPE|not queryable/.test(`${error.message} ${'code' in error ? String(error.code) : ''}`)

function stopped(): Halt {
  return new Halt({
    zh: '数据库在备份时停了，没有留下备份：请再做一次。',
    en: 'The database stopped while it was being copied; no backup was kept. Do it again.',
  })
}
