/**
 * Which log leads from a backup to a moment after it. Later backups beside it hold what was written between them; after the newest one
 * it lies in the data folder, where a slot holds it back (hold.ts).
 */
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import pg from 'pg'
import { Halt } from '../../lib/halt.ts'
import { reachForCommand } from '../reach.ts'
import { type Manifest, hasManifest, readManifest } from './manifest.ts'
import { numberOf, placeOf, segment, segmentName } from './segments.ts'
import { covers, gap, noLog, tooEarly, tooLate } from './until-words.ts'

/** No `time`: as far as the log goes. */
export type Until = { time?: Date; /** A data folder: the one that was backed up. */ live?: string }
export type Piece = { name: string; file: string; sha256?: string }
/** `last` is missing where nobody knows where the log ends, because its PostgreSQL does not run and does not start. */
export type Log = { pieces: Piece[]; last: string | undefined; uploads: string[] }

type Source = { folder: string; pieces: Piece[]; closed: boolean; uploads: string }

export async function logUntil(from: string, manifest: Manifest, { time, live }: Until, version: string): Promise<Log> {
  if (time && time > new Date()) throw tooLate(time)
  const neighbours = backupsAfter(from, manifest, version)
  if (time && time < new Date(manifest.ended)) throw tooEarly(from, manifest, time, earlierThan(from, time, version))
  const enough = neighbours.findIndex(({ begun }) => time && new Date(begun) > time)
  const saved = enough < 0 ? neighbours : neighbours.slice(0, enough + 1)
  const sources = saved.map(({ folder, manifest: its }) => ofBackup(folder, its))
  const running = enough < 0 && live ? await ofLive(live, from, version) : undefined
  if (running) sources.push(running)
  if (sources.length === 0) throw noLog(from, manifest, live)
  const { pieces, end } = inOrder(from, manifest, sources)
  return { pieces, last: running?.closed === false ? undefined : end, uploads: sources.map(({ uploads }) => uploads) }
}

/** One after the other from where the backup ends; the first that is missing although later ones are there is named. */
function inOrder(from: string, manifest: Manifest, sources: Source[]): { pieces: Piece[]; end: string } {
  const own = manifest.files.filter((entry) => entry.path.startsWith('postgres/cluster/pg_wal/') && segment.test(path.basename(entry.path)))
  const newest = own.toSorted((a, b) => (a.path < b.path ? -1 : 1)).at(-1)!
  const size = BigInt(newest.size)
  const { timeline, number } = placeOf(path.basename(newest.path), size)
  const have = new Map(sources.flatMap(({ pieces }) => pieces.map((piece) => [piece.name, piece] as const)))
  const pieces: Piece[] = []
  for (let next = number + 1n; ; next++) {
    const piece = have.get(segmentName(timeline, next, size))
    if (piece) pieces.push(piece)
    else if ([...have.keys()].some((name) => placeOf(name, size).timeline === timeline && placeOf(name, size).number > next))
      throw gap(from, segmentName(timeline, next, size), covers(manifest))
    else return { pieces, end: segmentName(timeline, next - 1n, size) }
  }
}

const ofBackup = (folder: string, manifest: Manifest): Source => ({
  folder,
  pieces: manifest.files
    .filter((entry) => /^(log|postgres\/cluster\/pg_wal)\//.test(entry.path) && segment.test(path.basename(entry.path)))
    .map((entry) => ({ name: path.basename(entry.path), file: path.join(folder, entry.path), sha256: entry.sha256 })),
  closed: true,
  uploads: path.join(folder, 'files'),
})

/** Those of the same database that lie beside it, oldest first. One that is damaged is as good as none. */
function backupsAfter(from: string, { begun }: Manifest, version: string): Neighbour[] {
  const later = backupsBeside(from, version).filter(({ manifest }) => manifest.begun > begun)
  return later.toSorted((a, b) => (a.begun < b.begun ? -1 : 1))
}

function earlierThan(from: string, time: Date, version: string): string | undefined {
  const before = backupsBeside(from, version).filter(({ manifest }) => new Date(manifest.ended) <= time)
  return before.toSorted((a, b) => (a.begun < b.begun ? -1 : 1)).at(-1)?.folder
}

type Neighbour = { folder: string; begun: string; manifest: Manifest }

function backupsBeside(from: string, version: string): Neighbour[] {
  const parent = path.dirname(path.resolve(from))
  const folders = readdirSync(parent).map((name) => path.join(parent, name))
  return folders.flatMap((folder) => {
    if (folder === path.resolve(from) || !hasManifest(folder)) return []
    try {
      const manifest = readManifest(folder, version)
      if (!manifest.postgres || identity(path.join(folder, cluster)) !== identity(path.join(from, cluster))) return []
      return [{ folder, begun: manifest.begun, manifest }]
    } catch (error) {
      if (error instanceof Halt) return []
      throw error
    }
  })
}

const cluster = 'postgres/cluster'

/** Every cluster is given a number when it is made, and its copies have the same. */
function identity(files: string): string {
  const control = path.join(files, 'global/pg_control')
  return existsSync(control) ? readFileSync(control).subarray(0, 8).toString('hex') : ''
}

/** What the data folder still has. Its PostgreSQL is asked to close the piece that it is writing, so that the last deed is in. */
async function ofLive(live: string, from: string, version: string): Promise<Source | undefined> {
  const files = path.join(live, cluster)
  if (!existsSync(files) || identity(files) !== identity(path.join(from, cluster))) return undefined
  // one that is broken gives what lies there
  const end = await closeLog(live, version).catch(() => undefined)
  const pieces = readdirSync(path.join(files, 'pg_wal')).filter((name) => segment.test(name) && (end === undefined || name <= end))
  return {
    folder: live,
    pieces: pieces.map((name) => ({ name, file: path.join(files, 'pg_wal', name) })),
    closed: end !== undefined,
    uploads: path.join(live, 'files'),
  }
}

/** The name of the last piece. Files with later names are old ones, waiting to be written anew. */
async function closeLog(live: string, version: string): Promise<string> {
  const reached = await reachForCommand({ folder: live, version })
  const client = new pg.Client({ connectionString: reached.own!.adminUrl, application_name: 'guanxi restore' })
  client.on('error', () => undefined)
  try {
    await client.connect()
    // a commit after the moment that is asked for, even where nobody has written since
    await client.query('select pg_current_xact_id()')
    const { rows } = await client.query<{ lsn: string; size: string; timeline: number }>(
      `select pg_switch_wal()::text as lsn, (select setting from pg_settings where name = 'wal_segment_size') as size,
        (select timeline_id from pg_control_checkpoint()) as timeline`,
    )
    const { lsn, size, timeline } = rows[0]!
    return segmentName(timeline, (numberOf(lsn) - 1n) / BigInt(size), BigInt(size))
  } finally {
    await client.end().catch(() => undefined)
    await reached.leave()
  }
}
