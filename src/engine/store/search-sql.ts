/**
 * Search: two characters anywhere through a GIN of bigrams; letters and digits (full pinyin, initials, the end of a phone)
 * through trigrams over one text. Only fields that every role may read stand in the index, so it can leak none.
 */
import { searchTerms } from '../../lib/search-words.ts'
import { type Sql, and, id, sql } from './sql.ts'

/** Null when the words say nothing that could be looked for. */
export function searchCondition(alias: string, words: string): Sql | null {
  const { grams, letters } = searchTerms(words)
  const parts: Sql[] = []
  if (grams.length) parts.push(sql`${id(alias)}.search_grams @@ ${grams.map(quoted).join(' & ')}::pg_catalog.tsquery`)
  for (const word of letters) parts.push(sql`${id(alias)}.search_letters like ${`%${word.replace(/[\\%_]/g, '\\$&')}%`}`)
  return parts.length ? and(parts) : null
}

const quoted = (gram: string) => (gram.endsWith(':*') ? `'${escape(gram.slice(0, -2))}':*` : `'${escape(gram)}'`)
const escape = (gram: string) => gram.replaceAll('\\', '\\\\').replaceAll("'", "''")
