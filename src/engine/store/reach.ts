/**
 * Fields one reference away, for statements that need the value itself: each reference is joined once, with the target's rights
 * in the join, so that through one that may not be read every field is empty.
 */
import type { Problem } from '../../lib/errors.ts'
import { sees } from '../access.ts'
import type { FieldAt } from './columns.ts'
import { type Ground, readable } from './filter.ts'
import { type Sql, id, join, sql, table } from './sql.ts'

export type Reach = {
  /** A field at its place, `stage` or `account.industry`, or what is wrong with naming it. */
  find: (
    path: string,
  ) => { at: FieldAt; ground: Ground; /** Behind a reference, so it may be empty though it never is there. */ far: boolean } | Problem
  joins: () => Sql
}

export function openReach(ground: Ground): Reach {
  const joined = new Map<string, { ground: Ground; sql: Sql }>()
  return {
    find(path) {
      const [name, inner, more] = path.split('.')
      if (more !== undefined) return { code: 'unknown-field' }
      const at = readable(ground, name!)
      if (!('type' in at)) return at
      if (inner === undefined) return { at, ground, far: false }
      const there = joined.get(name!) ?? far(ground, at, joined.size)
      if (!there) return { code: 'unknown-field' }
      const found = readable(there.ground, inner)
      if (!('type' in found)) return found
      joined.set(name!, there)
      return { at: found, ground: there.ground, far: true }
    },
    joins: () => join([sql``, ...[...joined.values()].map((each) => each.sql)], ' '),
  }
}

function far(ground: Ground, at: FieldAt, index: number): { ground: Ground; sql: Sql } | undefined {
  const target = ground.catalog.objects.get(at.type.target?.(at.field) ?? '')
  if (!target) return undefined
  const alias = `far${index}`
  const on = sql`${id(alias)}.id = ${id(ground.alias)}.${id(at.columns[0]!.name)} and ${sees(ground.principal, target, 'read', alias)}`
  return {
    ground: { ...ground, object: target, alias },
    sql: sql`left join ${table(ground.principal.workspace.schema, target.table)} ${id(alias)} on ${on}`,
  }
}
