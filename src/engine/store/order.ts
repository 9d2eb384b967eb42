/** Paging by key: nulls last both ways, id as tie-break in the first key's direction, so that one index (column, id) serves both. */
import { hash } from 'node:crypto'
import type { Cell } from '../../fields/field.ts'
import { Refusal } from '../../lib/errors.ts'
import { storable } from '../../lib/text.ts'
import { type Placed, fieldOf } from '../catalog.ts'
import { type Principal, fieldAccess } from '../principal.ts'
import { type ColumnAt, sortColumn } from './columns.ts'
import { type Sql, and, id, join, or, raw, sql } from './sql.ts'

/** `ranks`: the values of a choice or a state as the definition has them; that order is theirs, not their ids'. */
export type Key = { column: string; type: string; descending: boolean; nullable: boolean; ranks?: string[] }

/** `-amount,name` → keys; default newest first. */
export function parseSort(object: Placed, principal: Principal, sort: string | undefined): Key[] {
  const wanted = (sort ?? '-createdAt').split(',').filter(Boolean)
  if (wanted.length > 4) throw new Refusal('malformed', { reason: 'sort' })
  const keys = wanted.map((word): Key => {
    const descending = word.startsWith('-')
    const name = descending ? word.slice(1) : word
    if (name === 'id') return { column: 'id', type: 'uuid', descending, nullable: false }
    const at = fieldOf(object, name)
    const access = at && (object.system.has(name) ? 'read' : fieldAccess(principal, object.name, name))
    if (!at || access === 'hidden') throw new Refusal('invalid', { count: 1 }, [{ field: name, code: 'unknown-field' }])
    if (access === 'masked') throw new Refusal('invalid', { count: 1 }, [{ field: name, code: 'masked' }])
    const column = sortColumn(at)
    if (!column) throw new Refusal('invalid', { count: 1 }, [{ field: name, code: 'not-sortable' }])
    const { type } = [...at.columns, ...at.derived].find((c: ColumnAt) => c.name === column)!
    const ranks = at.type.ranks?.(at.field)
    return { column, type, descending, nullable: !object.system.has(name), ...(ranks ? { type: 'integer', ranks } : {}) }
  })
  // By the same field once more changes no order.
  return keys.filter((key, i) => keys.findIndex((each) => each.column === key.column) === i)
}

/** What a key compares. A plain column, so that its index serves; a choice by its place, what is no option any more after all that are. */
export const keySql = ({ column, ranks }: Key, alias: string): Sql => {
  const kept = sql`${id(alias)}.${id(column)}`
  return ranks
    ? sql`case when ${kept} is not null then coalesce(array_position(${ranks}::text[], ${kept}), ${ranks.length + 1}::integer) end`
    : kept
}

/** A single key that may be null is read in two stretches, values then nulls, because OR over both would lose the index. */
export type Stretch = 'values' | 'nulls' | 'whole'
export const firstStretch = (keys: Key[]): Stretch => (keys.length === 1 && keys[0]!.nullable ? 'values' : 'whole')

export function orderBy(keys: Key[], alias: string, stretch: Stretch): Sql {
  const direction = (descending: boolean) => raw(descending ? ' desc' : ' asc')
  const tie = sql`${id(alias)}.id${direction(keys[0]?.descending ?? false)}`
  if (stretch === 'nulls') return tie
  const nulls = stretch === 'values' ? raw('') : raw(' nulls last')
  const parts = keys.map((key) => sql`${keySql(key, alias)}${direction(key.descending)}${key.nullable ? nulls : raw('')}`)
  return join(keys.some((key) => key.column === 'id') ? parts : [...parts, tie], ', ')
}

export type Cursor = { bound: string; stretch: Stretch; values: Cell[]; id: string }

/** Rows strictly after the cursor. */
export function afterCursor(keys: Key[], alias: string, stretch: Stretch, cursor: Cursor | undefined): Sql[] {
  const conditions: Sql[] = []
  const [first] = keys
  const column = (key: Key) => keySql(key, alias)
  if (stretch === 'values') conditions.push(sql`${id(alias)}.${id(first!.column)} is not null`)
  if (stretch === 'nulls') conditions.push(sql`${id(alias)}.${id(first!.column)} is null`)
  if (!cursor || cursor.stretch !== stretch) return conditions
  const compare = raw(first?.descending ? '<' : '>')
  const tie = sql`${id(alias)}.id ${compare} ${cursor.id}::uuid`
  if (stretch === 'nulls') return [...conditions, tie]
  if (keys.length === 1)
    return [...conditions, sql`(${column(first!)}, ${id(alias)}.id) ${compare} (${cast(cursor.values[0]!, first!)}, ${cursor.id}::uuid)`]
  return [
    ...conditions,
    or(
      keys
        .map((key, i) =>
          and([
            ...keys.slice(0, i).map((k, j) => sql`${column(k)} is not distinct from ${cast(cursor.values[j]!, k)}`),
            beyond(key, cursor.values[i]!, column(key)),
          ]),
        )
        .concat(and([...keys.map((k, j) => sql`${column(k)} is not distinct from ${cast(cursor.values[j]!, k)}`), tie])),
    ),
  ]
}

const cast = (value: Cell, key: Key) => sql`${value}::${raw(key.type)}`

const beyond = (key: Key, value: Cell, column: Sql): Sql =>
  value === null ? sql`false` : sql`(${column} ${raw(key.descending ? '<' : '>')} ${cast(value, key)} or ${column} is null)`

/** What a cursor belongs to: it cannot be carried to another list, order or person. */
export const binding = (parts: unknown) => hash('sha256', JSON.stringify(parts), 'base64url').slice(0, 12)

export const writeCursor = (cursor: Cursor) =>
  Buffer.from(JSON.stringify([cursor.bound, cursor.stretch, cursor.values, cursor.id])).toString('base64url')

export function readCursor(text: string, bound: string, keys: Key[]): Cursor {
  try {
    const [from, stretch, values, at] = JSON.parse(Buffer.from(text, 'base64url').toString()) as [string, Stretch, Cell[], string]
    const whole =
      from === bound &&
      ['values', 'nulls', 'whole'].includes(stretch) &&
      Array.isArray(values) &&
      values.length === keys.length &&
      /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(at)
    if (whole && values.every((value) => value === null || typeof value === 'boolean' || (typeof value === 'string' && storable(value))))
      return { bound, stretch, values, id: at }
  } catch {
    // falls through to the refusal: a cursor is ours or it is not one
  }
  throw new Refusal('bad-cursor')
}
