import { spawn } from 'node:child_process'
import { closeSync, existsSync, openSync, readFileSync, statSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { addressOf } from './address.ts'
import { didNotStart, locked, notWhole } from './cluster.ts'
import type { Cluster } from './cluster.ts'
import { forgetReusedNumber } from './postmaster.ts'
import { codeOf } from './run.ts'
import { settings } from './settings.ts'

/** Starts the postmaster and gives its number once it answers. */
export async function launch(cluster: Cluster, wishes: Record<string, string>): Promise<number> {
  for (let attempt = 1; ; attempt++) {
    const outcome = await launchOnce(cluster, wishes)
    if (typeof outcome === 'number') return outcome
    // a postmaster killed -9 leaves children holding its shared memory for a moment
    if (attempt === 50 || !/shared memory|lock file|could not bind|could not create any/i.test(outcome))
      throw didNotStart(outcome, cluster.log)
    await pause(200)
  }
}

/** Its number, or its last words. */
async function launchOnce(cluster: Cluster, wishes: Record<string, string>): Promise<number | string> {
  forgetReusedNumber(cluster.files)
  const before = existsSync(cluster.log) ? statSync(cluster.log).size : 0
  const log = openSync(cluster.log, before > 10_000_000 ? 'w' : 'a', 0o600)
  const lines = Object.entries({ ...settings(cluster.seat), ...wishes }).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const [program, args] = cluster.user.command(cluster.binaries.postgres, ['-D', cluster.files, ...lines])
  // in a session of its own: Ctrl-C in the terminal is for the server, which then stops PostgreSQL itself
  const child = spawn(program, args, { env: { ...process.env, ...cluster.binaries.env }, detached: true, stdio: ['ignore', log, log] })
  closeSync(log)
  let ended = false
  let reason = ''
  child.once('error', (error) => ((ended = true), (reason = error.message)))
  child.once('exit', () => (ended = true))
  child.unref()
  try {
    while (!ended) {
      if (await answers(cluster)) return child.pid ?? 0
      await pause(20)
    }
  } catch (error) {
    // one that will never serve us is not left running
    child.kill('SIGQUIT')
    while (!ended) await pause(20)
    throw error
  }
  return reason || lastWords(readFileSync(cluster.log, 'utf8').slice(before > 10_000_000 ? 0 : before))
}

/** True when it lets us in. Recovering from a crash takes as long as it takes. */
export async function answers({ seat, passwords, passwordFile, files }: Cluster): Promise<boolean> {
  const client = new pg.Client({
    connectionString: addressOf(seat, 'postgres', passwords.postgres, 'postgres'),
    connectionTimeoutMillis: 5000,
  })
  client.on('error', () => undefined)
  try {
    await client.connect()
    const { rows } = await client.query<{ files: string }>("select pg_catalog.current_setting('data_directory') as files")
    return rows[0]?.files === files
  } catch (error) {
    if (codeOf(error) === '28P01') throw locked(passwordFile)
    if (isDamage(error)) throw toldOf(error, files)
    return false
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** No such database or folder of it, a missing or a broken file: waiting mends none of them. */
const isDamage = (error: unknown) => /^(3D000|58P01|58030|XX00[012])$/.test(codeOf(error))

/** What our own PostgreSQL said, as a sentence where files of it are gone; the detail says which. */
export function toldOf(error: unknown, files: string): unknown {
  if (!isDamage(error)) return error
  const { message, detail } = error as Error & { detail?: string }
  return notWhole([message, detail].filter(Boolean).join(': '), files)
}

/** What it says to those who ask too early is not why it ended. */
function lastWords(text: string): string {
  const lines = text.split('\n').filter((line) => line.trim() && !/FATAL: +the database system is /.test(line))
  return lines.findLast((line) => /FATAL|PANIC|error|refus/i.test(line)) ?? lines.at(-1) ?? ''
}
