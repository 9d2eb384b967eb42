/**
 * Who is this like? Equal phone, e-mail or firm, compared as their types compare them. The one place where a person learns that
 * something exists which he may not read: whose it is and since when, never what it says.
 */
import { Refusal } from '../lib/errors.ts'
import { sees } from './access.ts'
import type { Placed } from './catalog.ts'
import type { Reading } from './house.ts'
import { groundOf } from './list.ts'
import { fieldAccess } from './principal.ts'
import { sameKey } from './same.ts'
import { type FieldAt, sameColumn } from './store/columns.ts'
import { titleSql } from './store/reader.ts'
import { id, join, sql, table } from './store/sql.ts'
import { valueOf } from './write/expressions.ts'

export type Twin = {
  object: string
  id: string | null
  title: string
  subtitle: string
  owner: string | null
  since: string
  visible: boolean
}

export async function twinsOf(reading: Reading, objectName: string, fieldName: string, value: string): Promise<{ records: Twin[] }> {
  const { object } = groundOf(reading, objectName)
  const at = object.fields.get(fieldName)
  if (!at?.field.twin || fieldAccess(reading.principal, objectName, fieldName) !== 'write')
    throw new Refusal('invalid', { count: 1 }, [{ field: fieldName, code: 'unknown-field' }])
  const same = sameKey(reading, object, at, value)
  return { records: same === null ? [] : await alike(reading, object, at, same) }
}

async function alike(reading: Reading, object: Placed, at: FieldAt, same: string): Promise<Twin[]> {
  const { schema } = reading.principal.workspace
  const users = table(schema, reading.catalog.objects.get('user')!.table)
  const ownerName = object.owner
    ? sql`(select u.f_name from ${users} u where u.id = t.${id(object.owner.columns[0]!.name)})`
    : sql`null::text`
  const subtitled = (object.definition.views.subtitle ?? [])
    .map((name) => object.fields.get(name)!)
    .filter((each) => !each.type.target && ['read', 'write'].includes(fieldAccess(reading.principal, object.name, each.name)))
  const columns = subtitled.flatMap((each) => each.columns.map((column) => sql`t.${id(column.name)}`))
  const { rows } = await reading.run<Record<string, string | boolean | null>>(
    sql`select ${join([sql`t.id`, sql`t.created_at`, sql`${titleSql(reading, object, 't')} as title__`, sql`${ownerName} as owner__`, sql`(${sees(reading.principal, object, 'read', 't')}) is true as visible__`, ...columns], ', ')}
      from ${table(schema, object.table)} t where t.${id(sameColumn(at)!)} = ${same} order by t.created_at limit 5`,
  )
  return rows.map((row) => {
    const visible = row.visible__ === true
    const texts = subtitled
      .map((each) => valueOf(each, row))
      .map((value, i) => (value === null ? '' : subtitled[i]!.type.toText(value, subtitled[i]!.field, reading.context)))
    return {
      object: object.name,
      id: visible ? (row.id as string) : null,
      title: visible ? String(row.title__ ?? '') : '',
      subtitle: visible ? texts.filter(Boolean).join(' · ') : '',
      owner: row.owner__ as string | null,
      since: new Date(row.created_at as string).toISOString(),
      visible,
    }
  })
}
