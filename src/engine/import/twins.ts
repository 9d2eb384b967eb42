/** Which rows are somebody we have, or an earlier row of the file. Compared on what the types compare: phones without their spaces, firms without 有限公司. */
import { sees } from '../access.ts'
import type { Placed } from '../catalog.ts'
import type { Reading } from '../house.ts'
import { fieldAccess } from '../principal.ts'
import { sameColumn } from '../store/columns.ts'
import { type Row, titleSql } from '../store/reader.ts'
import { type Sql, and, id, join, sql, table } from '../store/sql.ts'

/** Columns that make two records twins, alone or together. */
export type Likeness = string[][]

export const likenessOf = (object: Placed): Likeness => [
  ...[...object.fields.values()].filter((at) => at.field.twin).map((at) => [sameColumn(at)!]),
  ...(object.definition.twins ?? []).map((names) => names.map((name) => sameColumn(object.fields.get(name)!)!)),
]

/** The keys of one row; a combination counts only when all of it is filled. */
export function keysOf(likeness: Likeness, row: Row): string[] {
  return likeness.flatMap((columns, i) =>
    columns.every((column) => row[column]) ? [`${i} ${columns.map((column) => String(row[column]).toLowerCase()).join('\u0001')}`] : [],
  )
}

/** A twin that we have; without a title where the importer may not read it. */
export type Found = { id: string; title: string; subtitle: string; visible: boolean }

/** For each of `rows` the one it resembles; one statement for a chunk. */
export async function twinsAmongOurs(reading: Reading, object: Placed, likeness: Likeness, rows: Row[]): Promise<(Found | undefined)[]> {
  const { schema } = reading.principal.workspace
  const subtitles = (object.definition.views.subtitle ?? [])
    .map((name) => object.fields.get(name)!)
    .filter(
      (at) => !at.type.target && at.columns.length && ['read', 'write'].includes(fieldAccess(reading.principal, object.name, at.name)),
    )
  const columns = [...new Set([...likeness.flat(), ...subtitles.map((at) => at.columns[0]!.name)])].map((column) => sql`t.${id(column)}`)
  const arms = likeness.flatMap((together) => armOf(reading, object, together, rows) ?? [])
  if (!arms.length) return rows.map(() => undefined)
  const { rows: found } = await reading.run<Row & { title__: string | null; visible__: boolean }>(
    sql`select t.id, ${join(columns, ', ')}, ${titleSql(reading, object, 't')} as title__, (${sees(reading.principal, object, 'read', 't')}) is true as visible__
      from ${table(schema, object.table)} t join (${join(arms, ' union ')}) hit using (id) order by t.id`,
  )
  const byKey = new Map<string, Found>()
  for (const row of found) {
    const twin = {
      id: row.id as string,
      visible: row.visible__,
      title: row.visible__ ? (row.title__ ?? '') : '',
      subtitle: row.visible__
        ? subtitles
            .map((at) => row[at.columns[0]!.name])
            .filter(Boolean)
            .join(' · ')
        : '',
    }
    for (const key of keysOf(likeness, row)) if (!byKey.has(key)) byKey.set(key, twin)
  }
  return rows.map((row) =>
    keysOf(likeness, row)
      .map((key) => byKey.get(key))
      .find(Boolean),
  )
}

function armOf(reading: Reading, object: Placed, together: string[], rows: Row[]): Sql | undefined {
  const full = rows.filter((row) => together.every((column) => row[column]))
  if (!full.length) return undefined
  const from = table(reading.principal.workspace.schema, object.table)
  if (together.length === 1)
    return sql`select id from ${from} where ${id(together[0]!)} = any(${full.map((row) => row[together[0]!])}::text[])`
  const names = together.map((_, i) => id(`k${i}`))
  const arrays = together.map((column) => sql`${full.map((row) => row[column])}::text[]`)
  return sql`select o.id from ${from} o join unnest(${join(arrays, ', ')}) as k(${join(names, ', ')}) on ${and(together.map((column, i) => sql`o.${id(column)} = k.${names[i]}`))}`
}
