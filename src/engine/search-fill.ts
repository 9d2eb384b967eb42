/** What records are found by, of older rows: a better recipe, or a field searched from now on. */
import { createHash } from 'node:crypto'
import { searchRecipe } from '../lib/search-words.ts'
import type { Placed } from './catalog.ts'
import type { Fill, FillAt } from './fills.ts'
import type { Row } from './store/reader.ts'
import { id, join, sql, table } from './store/sql.ts'
import { deriveSearch } from './write/rows.ts'

const portion = 500

/** The job's name is not the first: servers of a release that ended these jobs unseen, when the recipe was not theirs, do not take them. */
export const searchFill: Fill = { name: 'search', job: 'search.refill', recipeOf, portion: fillPortion }

function recipeOf({ searched }: Placed): string | undefined {
  if (!searched.length) return undefined
  return createHash('sha256')
    .update(JSON.stringify([searchRecipe, searched.map((at) => [at.name, at.type.name])]))
    .digest('hex')
    .slice(0, 12)
}

async function fillPortion({ run, workspace }: FillAt, object: Placed, last: string | undefined): Promise<string | undefined> {
  const at = table(workspace.schema, object.table)
  const columns = object.searched.flatMap((field) => field.columns.map((column) => sql`t.${id(column.name)}`))
  const [made, before] = last?.split('/') ?? []
  const older = before === undefined ? sql`true` : sql`(t.created_at, t.id) < (${made}::timestamptz, ${before}::uuid)`
  const { rows } = await run<Row>(
    sql`select t.id, t.created_at::text as made, ${join(columns, ', ')} from ${at} t where ${older} order by t.created_at desc, t.id desc limit ${portion} for no key update of t`,
  )
  for (const row of rows) deriveSearch(object, row, undefined)
  await run(sql`update ${at} t set search_terms = u.terms::pg_catalog.tsvector
    from unnest(${rows.map((row) => row.id)}::uuid[], ${rows.map((row) => row.search_terms)}::text[]) as u(id, terms) where t.id = u.id`)
  return rows.length < portion ? undefined : markAt(rows.at(-1)!)
}

const markAt = (row: Row) => `${String(row.made).replace(' ', 'T')}/${String(row.id)}`
