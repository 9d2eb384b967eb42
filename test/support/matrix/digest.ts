/** What stands in the house: every row of both firms, of what they share and of the queue, and every file. */
import { createHash } from 'node:crypto'
import { readdir, stat } from 'node:fs/promises'
import path from 'node:path'
import sql, { raw } from 'sql-template-tag'
import type { App } from '../app.ts'

export type Digest = Record<string, string>

/** Not a deed of anybody's: tries that are counted, and when somebody was last seen. */
const apart: Record<string, string> = {
  'platform.attempt': '',
  'platform.session': "- 'seen_at' - 'expires_at'",
  'platform.api_key': "- 'last_used_at'",
  'graphile_worker._private_known_crontabs': '',
}

export async function digestOf(app: App, schemas: string[]): Promise<() => Promise<Digest>> {
  const { rows } = await app.fresh.database.owner((run) =>
    run<{ place: string }>(
      sql`select format('%I.%I', schemaname, tablename) as place from pg_catalog.pg_tables where schemaname = any(${schemas}::text[]) order by 1`,
    ),
  )
  const arms = rows
    .filter(({ place }) => apart[place] !== '')
    .map(({ place }) => {
      const row = apart[place] ? `(to_jsonb(t) ${apart[place]})::text` : 't::text'
      return `select '${place.replaceAll("'", '')}' as place, (select md5(string_agg(r, e'\\n' order by r)) from (select ${row} as r from ${place} t) x) as body`
    })
  const statement = raw(arms.join(' union all '))
  return async () => {
    const found = await app.fresh.database.owner((run) => run<{ place: string; body: string | null }>(statement))
    return { ...Object.fromEntries(found.rows.map((row) => [row.place, row.body ?? ''])), files: await filesIn(app.house.files) }
  }
}

async function filesIn(folder: string): Promise<string> {
  const names = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  const files = names.filter((each) => each.isFile()).map((each) => path.join(each.parentPath, each.name))
  const lines = await Promise.all(files.map(async (file) => `${file} ${(await stat(file)).size}`))
  return createHash('sha256').update(lines.toSorted().join('\n')).digest('hex')
}

export const differing = (before: Digest, after: Digest) => Object.keys(after).filter((place) => before[place] !== after[place])
