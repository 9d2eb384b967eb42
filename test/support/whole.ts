/** All rows of all tables of a data folder, asked past the server; and people who keep a list of what was answered to them. */
import { existsSync } from 'node:fs'
import path from 'node:path'
import pg from 'pg'
import { adoptEmbedded, startEmbedded } from '../../src/platform/postgres/embedded.ts'

export type Ask = <T extends pg.QueryResultRow>(text: string, values?: unknown[]) => Promise<T[]>

/** Beside a running server, or by starting its PostgreSQL for the moment. */
export async function inDatabase<T>(folder: string, work: (ask: Ask) => Promise<T>): Promise<T> {
  const place = path.join(folder, 'postgres')
  if (!existsSync(path.join(place, 'cluster'))) throw new Error(`there is no database in ${folder}`)
  const running = await adoptEmbedded(place)
  const started = running ? undefined : await startEmbedded({ folder: place })
  const client = new pg.Client({ connectionString: (running ?? started!).url('postgres', 'guanxi') })
  try {
    await client.connect()
    return await work(async (text, values) => (await client.query(text, values)).rows)
  } finally {
    await client.end().catch(() => undefined)
    await started?.stop()
  }
}

export const schemaNamed = async (ask: Ask, workspace: string): Promise<string> =>
  (await ask<{ schema: string }>('select schema from platform.workspace where name = $1', [workspace]))[0]!.schema

/** Rows and fingerprint of every table of a schema. */
export async function tablesOf(ask: Ask, schema: string): Promise<Record<string, string>> {
  const tables = await ask<{ name: string }>(
    `select relname::text as name from pg_class where relnamespace = $1::regnamespace and relkind = 'r'`,
    [schema],
  )
  const prints: Record<string, string> = {}
  for (const { name } of tables) {
    const [row] = await ask<{ print: string }>(
      `select count(*) || ' ' || coalesce(md5(string_agg(t::text, E'\\n' order by t::text)), '') as print from "${schema}"."${name}" t`,
    )
    prints[name] = row!.print
  }
  return prints
}

/** Does one thing after the other and remembers what was answered, until told to stop. */
export type Writer = { answered: string[]; stop: () => Promise<void> }

export function writing(deed: (number: number) => Promise<string>): Writer {
  const answered: string[] = []
  let going = true
  const end = (async () => {
    for (let number = 0; going; number++) answered.push(await deed(number))
  })()
  // one that fails is heard when it is told to stop
  end.catch(() => undefined)
  return { answered, stop: () => ((going = false), end) }
}

/** What a copy must answer for: all that was answered before it began, nothing that was never sent, and no hole in between. */
export function faultsOf(found: string[], { before, answered }: { before: string[]; answered: string[] }): string[] {
  const has = new Set(found)
  const known = new Set(answered)
  const kept = answered.filter((each) => has.has(each)).length
  return [
    ...before.filter((each) => !has.has(each)).map((each) => `lost: ${each}`),
    ...found.filter((each) => !known.has(each)).map((each) => `never answered: ${each}`),
    ...(found.length === has.size ? [] : ['there twice']),
    ...answered.slice(0, kept).flatMap((each) => (has.has(each) ? [] : [`a hole at ${each}`])),
  ]
}
