import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { plainUser } from '../../src/platform/postgres/plain-user.ts'
import { freePort } from './started.ts'

const place = '/usr/lib/postgresql'

/** The oldest PostgreSQL from 15 on that the system has, before our own 18; undefined where there is none. */
export const olderPostgres: string | undefined = (existsSync(place) ? readdirSync(place) : [])
  .filter((version) => Number(version) >= 15 && Number(version) < 18 && existsSync(path.join(place, version, 'bin/postgres')))
  .toSorted((a, b) => Number(a) - Number(b))[0]

/** A cluster of it in a folder that goes away with it; the address of its superuser. */
export async function startOlder(version: string): Promise<{ url: string; stop: () => Promise<void> }> {
  const folder = mkdtempSync(path.join(tmpdir(), 'guanxi-older-'))
  const user = plainUser(folder)
  const at = (name: string) => path.join(folder, name)
  writeFileSync(at('password'), 'for tests')
  user.give(at('password'))
  const bin = (name: string) => path.join(place, version, 'bin', name)
  const initdb = [
    '-D',
    at('data'),
    '-U',
    'postgres',
    '-E',
    'UTF8',
    '--locale=C.UTF-8',
    '--auth=scram-sha-256',
    `--pwfile=${at('password')}`,
  ]
  const [program, args] = user.command(bin('initdb'), initdb)
  execFileSync(program, args, { stdio: 'ignore' })
  const port = await freePort()
  const settings = { port, listen_addresses: '127.0.0.1', unix_socket_directories: '', fsync: 'off', max_connections: 200 }
  const lines = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const [postgres, given] = user.command(bin('postgres'), ['-D', at('data'), ...lines])
  const child = spawn(postgres, given, { stdio: 'ignore' })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const url = `postgres://postgres:for%20tests@127.0.0.1:${port}/postgres`
  for (let i = 0; i < 200 && !(await answers(url)); i++) await pause(100)
  return {
    url,
    async stop() {
      child.kill('SIGINT')
      await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function answers(connectionString: string): Promise<boolean> {
  const client = new pg.Client({ connectionString })
  client.on('error', () => undefined)
  return client.connect().then(
    () => client.end().then(() => true),
    () => false,
  )
}
