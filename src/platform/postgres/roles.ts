import { readFileSync } from 'node:fs'
import pg from 'pg'

/**
 * Makes a database and its two roles, as superuser of our own PostgreSQL. Safe to repeat.
 * - `guanxi_owner` owns the database, makes tables, and makes one role without login per workspace.
 * - `guanxi` is what the server runs as: it makes nothing, and inherits nothing (NOINHERIT: before PostgreSQL 16 there is no
 *   `GRANT … WITH INHERIT FALSE`), so it reads a workspace only after `SET LOCAL ROLE`.
 */
export async function makeDatabase(
  server: Server,
  name: string,
  options: { template?: string } = {},
): Promise<{ ownerUrl: string; runtimeUrl: string }> {
  await as(server.url('postgres', 'postgres'), async (admin) => {
    await makeRole(admin, 'guanxi_owner', 'LOGIN NOSUPERUSER NOCREATEDB CREATEROLE', passwordIn(server.url('guanxi_owner', name)))
    await makeRole(admin, 'guanxi', 'LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOINHERIT', passwordIn(server.url('guanxi', name)))
    const { rows } = await admin.query('select 1 from pg_catalog.pg_database where datname = $1', [name])
    const from = options.template ? `TEMPLATE "${options.template}"` : ''
    if (rows.length === 0) await admin.query(`CREATE DATABASE "${name}" OWNER guanxi_owner ${from}`)
    // a database's own rights are not copied from its template; what doors.sql closes is
    await admin.query(`REVOKE ALL ON DATABASE "${name}" FROM PUBLIC`)
    await admin.query(`GRANT CONNECT ON DATABASE "${name}" TO guanxi`)
  })
  if (!options.template) await as(server.url('postgres', name), (admin) => admin.query(doors))
  return { ownerUrl: server.url('guanxi_owner', name), runtimeUrl: server.url('guanxi', name) }
}

const doors = readFileSync(new URL('doors.sql', import.meta.url), 'utf8')

export type Server = { url: (role: 'postgres' | 'guanxi_owner' | 'guanxi', database: string) => string }

/** Two starts at once may both make the role: the second finds it there. */
async function makeRole(admin: pg.Client, name: string, rights: string, password: string): Promise<void> {
  const { rows } = await admin.query('select 1 from pg_catalog.pg_roles where rolname = $1', [name])
  if (rows.length > 0) return
  await admin.query(`CREATE ROLE "${name}" ${rights} PASSWORD '${password}'`).catch((error: Error & { code?: string }) => {
    if (error.code !== '42710' && error.code !== '23505') throw error
  })
}

async function as(url: string, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await work(client)
  } finally {
    await client.end()
  }
}

function passwordIn(url: string): string {
  return decodeURIComponent(new URL(url).password)
}
