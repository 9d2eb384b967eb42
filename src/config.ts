import { randomInt } from 'node:crypto'
import { isIP } from 'node:net'
import path from 'node:path'
import { readFurther } from './config-further.ts'
import { Halt } from './lib/halt.ts'
import type { Further } from './platform/databases/further.ts'
import { type Identity, identities, secretOf } from './platform/postgres/identity.ts'

/** What the environment asks for. Every variable is optional; a wrong value is one sentence that names it. */
export type Config = {
  /** 0 takes any free port. */
  port: number
  host: string
  /** Absolute; the embedded database, files, keys. */
  folder: string
  /** Absolute; uploads. Inside the data folder, or where several servers of one database share them. */
  files: string
  /** An own PostgreSQL: the address of the role the server runs as, and of the one that makes tables. */
  databaseUrl?: string
  ownerUrl?: string
  /** Databases beside it that hold workspaces too; and a streaming replica of it, for reports. */
  further: Further[]
  replicaUrl?: string
  /** Who a workspace's statements are to PostgreSQL. */
  identity: Identity
  /** GUANXI_URL without a slash at its end; without it the address follows from host and port. */
  publicUrl?: string
  log: LogLevel
  /** Gigabytes of the database's log that are kept after a backup, for `restore --until`; 0 keeps none. */
  keepLog?: number
  /** Asked by the set-up page where strangers could reach it before its owner does. */
  setupToken?: string
}

const logLevels = ['silent', 'error', 'warn', 'info', 'debug'] as const
export type LogLevel = (typeof logLevels)[number]

export function readConfig(env: Record<string, string | undefined>): Config {
  const host = readHost(env.HOST || '127.0.0.1')
  const databaseUrl = readDatabaseUrl('DATABASE_URL', env.DATABASE_URL)
  const ownerUrl = readDatabaseUrl('DATABASE_OWNER_URL', env.DATABASE_OWNER_URL)
  const replicaUrl = readDatabaseUrl('REPLICA_URL', env.REPLICA_URL)
  if (ownerUrl && !databaseUrl) {
    throw new Halt({
      zh: '设了 DATABASE_OWNER_URL，却没有设 DATABASE_URL：请两个都设，或都不设。',
      en: 'DATABASE_OWNER_URL is set but DATABASE_URL is not: set both, or neither.',
    })
  }
  if (env.GUANXI_FILES && !databaseUrl) {
    throw new Halt({
      zh: '设了 GUANXI_FILES，却没有设 DATABASE_URL：上传的文件只在几个服务共用一个自己的 PostgreSQL 时才另外存放。',
      en: 'GUANXI_FILES is set but DATABASE_URL is not: uploads lie elsewhere only where several servers share a PostgreSQL of your own.',
    })
  }
  const further = readFurther(env, readDatabaseUrl)
  const folder = path.resolve(env.GUANXI_DATA || path.join(import.meta.dirname, '..', 'data'))
  const publicUrl = env.GUANXI_URL ? readPublicUrl(env.GUANXI_URL) : undefined
  // A server that others reach, by itself or through a proxy on this machine, is set up by who can read its first words.
  const alone = isLoopback(host) && (!publicUrl || isLoopback(new URL(publicUrl).hostname.replace(/^\[|\]$/g, '')))
  return {
    port: readPort(env.PORT || '3000'),
    host,
    folder,
    files: path.resolve(env.GUANXI_FILES || path.join(folder, 'files')),
    ...(databaseUrl ? { databaseUrl } : {}),
    ...(ownerUrl ? { ownerUrl } : {}),
    further,
    identity: readIdentity(env.GUANXI_IDENTITY || 'role', [databaseUrl, ...further.map((each) => each.databaseUrl)]),
    ...(replicaUrl ? { replicaUrl } : {}),
    ...(publicUrl ? { publicUrl } : {}),
    log: readLog(env.GUANXI_LOG || 'info'),
    ...(env.GUANXI_KEEP_LOG ? { keepLog: readKeepLog(env.GUANXI_KEEP_LOG) } : {}),
    ...(alone ? {} : { setupToken: freshToken() }),
  }
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host)
}

function readPort(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65535) return Number(text)
  throw wrong('PORT', text, '应为 0 到 65535 的整数', 'it must be a whole number from 0 to 65535')
}

function readHost(text: string): string {
  if (isIP(text) || (/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(text) && !/^[\d.]+$/.test(text))) return text
  throw wrong(
    'HOST',
    text,
    '应为 IP 地址或主机名，例如 127.0.0.1，或 0.0.0.0（局域网可访问）',
    'it must be an IP address or a host name, such as 127.0.0.1, or 0.0.0.0 for the local network',
  )
}

function readDatabaseUrl(name: string, text: string | undefined): string | undefined {
  if (!text) return undefined
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url && /^postgres(ql)?:$/.test(url.protocol) && url.pathname.length > 1) return text
  // the value is not repeated: there may be a password in it
  throw new Halt({
    zh: `${name} 不对：应像 postgres://用户:密码@主机:5432/数据库。`,
    en: `${name} is wrong: it must look like postgres://user:password@host:5432/database.`,
  })
}

/** Where workspaces sign in themselves, their passwords follow from that of the address. */
function readIdentity(text: string, urls: (string | undefined)[]): Identity {
  const identity = identities.find((one) => one === text)
  if (!identity) throw wrong('GUANXI_IDENTITY', text, `应为 ${identities.join('、')} 之一`, `it must be one of ${identities.join(', ')}`)
  if (identity === 'login') for (const runtimeUrl of urls) if (runtimeUrl) secretOf({ runtimeUrl })
  return identity
}

function readPublicUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url && /^https?:$/.test(url.protocol) && url.pathname === '/' && !url.search && !url.hash && !url.username) return url.origin
  throw wrong('GUANXI_URL', text, '应为网址，例如 https://crm.example.com', 'it must be a web address such as https://crm.example.com')
}

function readKeepLog(text: string): number {
  if (/^\d{1,4}$/.test(text)) return Number(text)
  throw wrong('GUANXI_KEEP_LOG', text, '应为 0 到 9999 的整数（GB）', 'it must be a whole number of gigabytes from 0 to 9999')
}

function readLog(text: string): LogLevel {
  const level = logLevels.find((one) => one === text)
  if (level) return level
  throw wrong('GUANXI_LOG', text, `应为 ${logLevels.join('、')} 之一`, `it must be one of ${logLevels.join(', ')}`)
}

function wrong(name: string, value: string, zh: string, en: string): Halt {
  return new Halt({ zh: `${name}=${value} 不对：${zh}。`, en: `${name}=${value} is wrong: ${en}.` })
}

/** Three groups of four letters and digits that are not mistaken for each other: 59 bits, typed from one screen into another. */
function freshToken(): string {
  const signs = 'abcdefghjkmnpqrstuvwxyz23456789'
  const group = () => Array.from({ length: 4 }, () => signs[randomInt(signs.length)]).join('')
  return [group(), group(), group()].join('-')
}
