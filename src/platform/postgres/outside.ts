import pg from 'pg'
import { Halt } from '../../lib/halt.ts'
import { codeOf } from './run.ts'

/** Looks at a PostgreSQL that is not ours before anything relies on it. `name`: of a further one (DATABASE_URL_EAST). */
export async function checkOutside(runtimeUrl: string, ownerUrl?: string, name?: string): Promise<void> {
  const suffix = name ? `_${name.toUpperCase()}` : ''
  const [runtime, owning] = [`DATABASE_URL${suffix}`, `DATABASE_OWNER_URL${suffix}`]
  const found = await look(runtime, runtimeUrl)
  if (found.version < 150000) throw tooOld(runtime, found.version)
  if (found.superuser) {
    throw new Halt({
      zh: `${runtime} 的用户「${found.who}」是超级用户，服务不能以它运行：请换一个普通用户，例如 CREATE ROLE guanxi LOGIN NOINHERIT。`,
      en: `${runtime} names the superuser “${found.who}”, and the server does not run as one: use an ordinary role, such as CREATE ROLE guanxi LOGIN NOINHERIT.`,
    })
  }
  if (!ownerUrl) return
  const owner = await look(owning, ownerUrl)
  if (owner.makesRoles && owner.makesSchemas) return
  throw new Halt({
    zh: `${owning} 的用户「${owner.who}」不能建表和角色：它应是数据库的所有者，并有 CREATEROLE。`,
    en: `${owning} names “${owner.who}”, who may not make tables and roles: it must own the database and have CREATEROLE.`,
  })
}

type Found = { version: number; who: string; superuser: boolean; makesRoles: boolean; makesSchemas: boolean }

async function look(variable: string, url: string): Promise<Found> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000, options: '-c statement_timeout=15000' })
  client.on('error', () => undefined)
  try {
    await client.connect()
    const { rows } = await client.query<Found>(question)
    if (!rows[0]) throw new Error('no answer')
    return rows[0]
  } catch (error) {
    throw sentenceFor(variable, url, error)
  } finally {
    await client.end().catch(() => undefined)
  }
}

const question = `select pg_catalog.current_setting('server_version_num')::int as version, r.rolname::text as who, r.rolsuper as superuser,
  r.rolcreaterole or r.rolsuper as "makesRoles", pg_catalog.has_database_privilege(pg_catalog.current_database(), 'create') as "makesSchemas"
  from pg_catalog.pg_roles r where r.rolname = current_user`

function sentenceFor(variable: string, url: string, error: unknown): Halt {
  const { host, pathname } = new URL(url)
  const code = codeOf(error)
  if (code === '28P01' || code === '28000') {
    return new Halt({ zh: `${variable} 的用户名或密码不对（${host}）。`, en: `The user or password in ${variable} is wrong (${host}).` })
  }
  if (code === '3D000') {
    const name = decodeURIComponent(pathname.slice(1))
    return new Halt({
      zh: `${variable}：${host} 上没有数据库「${name}」，请先建它。`,
      en: `${variable}: there is no database “${name}” on ${host}; create it first.`,
    })
  }
  const words = code || (error instanceof Error ? error.message : String(error))
  return new Halt({
    zh: `连不上 ${variable} 指的数据库 ${host}（${words}）：请检查地址，以及它是否在运行。`,
    en: `The database of ${variable} at ${host} cannot be reached (${words}): check the address, and that it is running.`,
  })
}

function tooOld(variable: string, version: number): Halt {
  const major = Math.floor(version / 10_000)
  return new Halt({
    zh: `${variable} 指的是 PostgreSQL ${major}，需要 15 或更新的版本。`,
    en: `${variable} leads to PostgreSQL ${major}; 15 or newer is needed.`,
  })
}
