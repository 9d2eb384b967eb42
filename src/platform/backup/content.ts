import { existsSync } from 'node:fs'
import pg from 'pg'
import { folderOf, placeOf } from '../files/receive.ts'

/** What a database holds, to be compared by eye: the workspaces, and how many records each has. */
export type Content = { workspaces: { name: string; records: number }[]; records: number }

export async function contentOf(adminUrl: string): Promise<Content> {
  const workspaces = await inWorkspaces(adminUrl, async (client, { name, schema }) => {
    // o_ are the objects of the program, x_ those that people made
    const { rows } = await client.query<{ table: string }>(
      `select relname::text as table from pg_class where relnamespace = $1::regnamespace and relkind = 'r' and relname ~ '^[ox]_' order by 1`,
      [schema],
    )
    let records = 0
    for (const { table } of rows) records += await count(client, `${pg.escapeIdentifier(schema)}.${pg.escapeIdentifier(table)}`)
    return { name, records }
  })
  return { workspaces, records: workspaces.reduce((sum, { records }) => sum + records, 0) }
}

/** How many uploads the rows speak of that are not there. */
export async function uploadsMissing(adminUrl: string, files: string): Promise<number> {
  const missing = await inWorkspaces(adminUrl, async (client, { id, schema }) => {
    const { rows } = await client.query<{ hash: string }>(`select distinct hash from ${pg.escapeIdentifier(schema)}.file`)
    return rows.filter(({ hash }) => !existsSync(placeOf(folderOf(files, id), hash))).length
  })
  return missing.reduce((sum, each) => sum + each, 0)
}

/** The files of imports are known by their whole path, which is another one now. */
export async function moveImports(adminUrl: string, files: string): Promise<void> {
  await inWorkspaces(adminUrl, (client, { schema }) =>
    client.query(
      `update ${pg.escapeIdentifier(schema)}.import set path = $1 || '/' || pg_catalog.regexp_replace(path, '^.*[/\\\\](?=[^/\\\\]+[/\\\\]imports[/\\\\])', '')`,
      [files],
    ),
  )
}

type Place = { id: string; name: string; schema: string }

async function inWorkspaces<T>(adminUrl: string, work: (client: pg.Client, place: Place) => Promise<T>): Promise<T[]> {
  const client = new pg.Client({ connectionString: adminUrl })
  client.on('error', () => undefined)
  await client.connect()
  try {
    const laid = await client.query(`select 1 where to_regclass('platform.workspace') is not null`)
    if (laid.rowCount === 0) return []
    const { rows } = await client.query<Place>(
      `select id, name, schema from platform.workspace where ready_at is not null and removed_at is null order by id`,
    )
    const done: T[] = []
    for (const place of rows) done.push(await work(client, place))
    return done
  } finally {
    await client.end()
  }
}

async function count(client: pg.Client, table: string): Promise<number> {
  const { rows } = await client.query<{ n: string }>(`select count(*)::text as n from ${table}`)
  return Number(rows[0]?.n)
}
