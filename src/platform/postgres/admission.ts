/**
 * Brings what PostgreSQL allows to what the setting wants (identity.ts): for a workspace whose tables were just made, and at start for
 * all of them, for the setting may be another than last time. The owner does it; where nothing is to be changed, nobody needs him.
 */
import pg from 'pg'
import sql, { raw } from 'sql-template-tag'
import type { Sql } from 'sql-template-tag'
import { Halt } from '../../lib/halt.ts'
import { type Identity, type Stand, identities, wants } from './identity.ts'
import { loginPassword, scramVerifier } from './login-password.ts'
import type { Run } from './run.ts'
import { quoteRole } from './transaction.ts'

type Owner = (work: (run: Run) => Promise<void>, options?: { retry?: boolean }) => Promise<void>
export type AdmissionOptions = { identity: Identity; secret: () => string; query: Run; owner: Owner }

export type Admission = {
  /** One workspace, in the transaction that made its tables. */
  admit: (run: Run, schema: string) => Promise<void>
  /** All that stand in this database. */
  admitAll: () => Promise<void>
  /** The password of a login set anew; false where there is no such workspace. */
  mend: (role: string) => Promise<boolean>
}

export function openAdmission({ identity, secret, query, owner }: AdmissionOptions): Admission {
  const verifier = (role: string) => scramVerifier(loginPassword(secret(), role))
  let server: Promise<Server> | undefined
  const serverOf = () => (server ??= lookAround(query).catch((error: unknown) => ((server = undefined), Promise.reject(error))))

  const change = async (run: Run, found: Found) => {
    for (const statement of statementsFor(identity, found, await serverOf(), verifier)) await run(raw(statement))
    if (identity === 'shared' && found.stands) await share(run, found.role, await serverOf())
  }
  const admit = async (run: Run, schema: string) => {
    for (const found of await look(run, await serverOf(), schema)) await change(run, found)
  }
  return {
    admit,
    async admitAll() {
      // two servers may be at it at once; who finds that the other was quicker looks again
      for (let attempt = 0; ; attempt++) {
        try {
          await mustAgree(query, identity)
          if (identity === 'login') await openDoor(await serverOf(), query, owner)
          const wrong = (await look(query, await serverOf())).filter((found) => !isAsWanted(identity, found))
          if (wrong.length === 0) return
          if (attempt > 3) throw stays(identity, wrong[0]!.role)
          for (const { role } of wrong) await owner((run) => admit(run, role), { retry: true })
        } catch (error) {
          if (attempt > 2 || error instanceof Halt) throw error
        }
      }
    },
    async mend(role) {
      const [found] = await look(query, await serverOf(), role)
      if (!found) return false
      await owner(async (run) => {
        await admit(run, role)
        await run(raw(`alter role ${quoteRole(role)} password '${verifier(role)}'`))
      })
      return true
    },
  }
}

/** The setting that this database was last brought to, or that a server runs by; undefined where neither tells. */
export async function identityAt(runtimeUrl: string): Promise<Identity | undefined> {
  const client = new pg.Client({ connectionString: runtimeUrl, application_name: 'guanxi', options: '-c statement_timeout=15000' })
  const run: Run = async <T>({ text, values }: Sql) => {
    const { rows, rowCount } = await client.query(text, values)
    return { rows: rows as T[], count: rowCount ?? 0 }
  }
  await client.connect()
  try {
    const found = await look(run, await lookAround(run))
    const stands = found.map((each) => identities.find((identity) => isAsWanted(identity, each))).find(Boolean)
    return stands ?? (await running(run))[0]
  } finally {
    await client.end()
  }
}

/** `group`: lets logins of this database's workspaces connect to it. Of its own name, for roles belong to the whole PostgreSQL. */
type Server = { name: string; group: string }
/** `stands`: its own role enters the schema; not so where the workspace was moved away from. */
type Found = Stand & { role: string; stands: boolean; connects: boolean }

async function lookAround(query: Run): Promise<Server> {
  const { rows } = await query<Server>(
    sql`select current_user::text as name, 'guanxi_workspaces_' || d.oid as group from pg_catalog.pg_database d where d.datname = pg_catalog.current_database()`,
  )
  return rows[0]!
}

/** Schema and role of a workspace have one name. */
async function look(run: Run, { name, group }: Server, schema?: string): Promise<Found[]> {
  const which = schema === undefined ? sql`n.nspname like 'ws\\_%'` : sql`n.nspname = ${schema}`
  const { rows } = await run<Found>(sql`
    select r.rolname::text as role, r.rolcanlogin as "signsIn",
      exists (select 1 from pg_catalog.pg_auth_members m where m.roleid = r.oid and m.member = s.oid) as "isTaken",
      exists (select 1 from pg_catalog.aclexplode(n.nspacl) a where a.grantee = s.oid) as "isOpen",
      exists (select 1 from pg_catalog.aclexplode(n.nspacl) a where a.grantee = r.oid) as stands,
      exists (select 1 from pg_catalog.pg_auth_members m join pg_catalog.pg_roles g on g.oid = m.roleid where m.member = r.oid and g.rolname = ${group}) as connects
    from pg_catalog.pg_namespace n join pg_catalog.pg_roles r on r.rolname = n.nspname join pg_catalog.pg_roles s on s.rolname = ${name}
    where ${which} order by 1`)
  return rows
}

function isAsWanted(identity: Identity, found: Found): boolean {
  const { signsIn, isTaken, isOpen } = wants[identity]
  if (found.signsIn !== signsIn || found.isTaken !== isTaken) return false
  return found.isOpen === (isOpen && found.stands) && (found.connects || identity !== 'login')
}

function statementsFor(identity: Identity, found: Found, { name, group }: Server, verifier: (role: string) => string): string[] {
  const { signsIn, isTaken, isOpen } = wants[identity]
  const role = quoteRole(found.role)
  const server = `"${name.replaceAll('"', '""')}"`
  const statements: string[] = []
  if (signsIn && !found.connects) statements.push(`grant ${quoteRole(group)} to ${role}`)
  if (signsIn && !found.signsIn) statements.push(`alter role ${role} login password '${verifier(found.role)}'`)
  if (!signsIn && found.signsIn) statements.push(`alter role ${role} nologin password null`)
  if (isTaken && !found.isTaken) statements.push(`grant ${role} to ${server}`)
  if (!isTaken && found.isTaken) statements.push(`revoke ${role} from ${server}`)
  if (isOpen && found.stands && !found.isOpen) statements.push(`grant usage on schema ${role} to ${server}`)
  if (!(isOpen && found.stands) && found.isOpen)
    statements.push(`revoke all on all tables in schema ${role} from ${server}`, `revoke all on schema ${role} from ${server}`)
  return statements
}

/** What the workspace's own role may do with its tables, the server may: the log can be added to and not rewritten by either. */
async function share(run: Run, role: string, { name }: Server): Promise<void> {
  const { rows } = await run<{ at: string; rights: string }>(sql`
    select pg_catalog.format('%I.%I', ${role}::text, c.relname) as at, pg_catalog.string_agg(own.privilege_type, ', ') as rights
    from pg_catalog.pg_class c cross join lateral pg_catalog.aclexplode(c.relacl) own join pg_catalog.pg_roles r on r.oid = own.grantee
    where c.relnamespace = ${role}::pg_catalog.regnamespace and c.relkind = 'r' and r.rolname = ${role} and not exists (
      select 1 from pg_catalog.aclexplode(c.relacl) a join pg_catalog.pg_roles s on s.oid = a.grantee
      where s.rolname = ${name} and a.privilege_type = own.privilege_type)
    group by 1`)
  for (const { at, rights } of rows) await run(raw(`grant ${rights} on ${at} to "${name.replaceAll('"', '""')}"`))
}

/** Logins of workspaces may connect to this database by way of their group. */
async function openDoor({ group }: Server, query: Run, owner: Owner): Promise<void> {
  const { rows } = await query<{ open: boolean }>(
    sql`select pg_catalog.has_database_privilege(oid, pg_catalog.current_database(), 'connect') as open from pg_catalog.pg_roles where rolname = ${group}`,
  )
  if (rows[0]?.open) return
  await owner(async (run) => {
    const { rows: here } = await run<{ name: string }>(sql`select pg_catalog.quote_ident(pg_catalog.current_database()) as name`)
    if (!rows[0]) await run(raw(`create role ${quoteRole(group)} nologin`))
    await run(raw(`grant connect on database ${here[0]!.name} to ${quoteRole(group)}`))
  })
}

/** A server that works by another setting would be refused from one moment to the next. */
async function mustAgree(query: Run, identity: Identity): Promise<void> {
  const other = (await running(query)).find((each) => each !== identity)
  if (!other) return
  throw new Halt({
    zh: `这个数据库上有另一个服务在运行，它的 GUANXI_IDENTITY 是 ${other}，不是 ${identity}：请用同样的设置启动，或先停掉所有服务再改。`,
    en: `Another server runs on this database with GUANXI_IDENTITY=${other}, not ${identity}: start with the same, or stop all of them to change it.`,
  })
}

/** The settings of servers that run here: their connections say so, and their jobs that they are servers. One that says nothing is of before there were others. */
async function running(query: Run): Promise<Identity[]> {
  const { rows } = await query<{ names: Identity[]; jobs: boolean }>(sql`
    select array(select distinct pg_catalog.substr(application_name, 8) from pg_catalog.pg_stat_activity
        where datname = pg_catalog.current_database() and usename = current_user and pid <> pg_catalog.pg_backend_pid()
          and application_name = any(${identities.map((identity) => `guanxi ${identity}`)}::text[])) as names,
      exists (select 1 from pg_catalog.pg_stat_activity where datname = pg_catalog.current_database() and application_name like 'guanxi jobs %') as jobs`)
  const { names, jobs } = rows[0]!
  if (!jobs) return []
  return names.length > 0 ? names : ['role']
}

const stays = (identity: Identity, role: string) =>
  new Halt({
    zh: `GUANXI_IDENTITY=${identity}：数据库所有者改不了角色 ${role}（是别人授的权）。请以超级用户撤销或授予它。`,
    en: `GUANXI_IDENTITY=${identity}: the owner of the database cannot change the role ${role}, which somebody else granted. Grant or revoke it as superuser.`,
  })
