/** Where a field lives: the one place that turns names of definitions into names of tables and columns. */
import type { Column, Field, FieldType, SqlType } from '../../fields/field.ts'
import { fieldTypes } from '../../fields/index.ts'
import type { ObjectDefinition } from '../definition.ts'

export type ColumnAt = { name: string; type: SqlType; kept: boolean; field?: string }

/** A field at its place: its type, its kept columns, the columns that follow from them. */
export type FieldAt = {
  name: string
  field: Field
  type: FieldType
  columns: ColumnAt[]
  derived: ColumnAt[]
}

/** Columns that every record has, in front of its fields'. */
export const systemColumns: ColumnAt[] = [
  { name: 'id', type: 'uuid', kept: true },
  { name: 'version', type: 'integer', kept: true },
  { name: 'created_at', type: 'timestamptz', kept: true },
  { name: 'created_by', type: 'uuid', kept: true },
  { name: 'updated_at', type: 'timestamptz', kept: true },
  { name: 'updated_by', type: 'uuid', kept: true },
]

export const snake = (name: string) => name.replace(/[A-Z]/g, (c) => '_' + c.toLowerCase())

/** Own objects and fields live in a namespace of their own, so that a later built-in cannot collide with them. */
export const tableName = (definition: ObjectDefinition) => (definition.own ? 'x_' : 'o_') + snake(definition.name)

export function placeField(name: string, field: Field): FieldAt {
  const type = fieldTypes[field.type]
  if (!type) throw new Error(`no field type ${field.type}`)
  const stem = (field.own ? 'x_' : 'f_') + snake(name)
  const at = (kept: boolean) => (column: Column) => ({ name: stem + column.suffix, type: column.type, kept, field: name })
  return {
    name,
    field,
    type,
    // a number is given once: what is removed keeps it, and comes back with it
    columns: type.columns(field).map(at(!type.computed || type.number !== undefined)),
    derived: type.derived?.columns(field).map(at(false)) ?? [],
  }
}

/** The column of a field with a suffix; falls back to its first one. */
export function columnOf(at: FieldAt, suffix: string): string {
  const stem = at.columns[0]!.name
  const found = [...at.columns, ...at.derived].find((column) => column.name === stem + suffix)
  if (!found) throw new Error(`${at.name} has no column ${suffix}`)
  return found.name
}

/** The column whose order is the field's order; none where a list cannot be sorted by it. */
export function sortColumn(at: FieldAt): string | undefined {
  const suffix = at.type.sort?.(at.field)
  return suffix === undefined ? undefined : columnOf(at, suffix)
}

/** The column whose equality makes two values the same. */
export function sameColumn(at: FieldAt): string | undefined {
  const suffix = at.type.same?.(at.field)
  return suffix === undefined ? undefined : columnOf(at, suffix)
}

/** Lines keep no column in their document; this is how a change of the document says that they changed. */
export const linesKey = (at: FieldAt): string => (at.field.own ? 'x_' : 'f_') + snake(at.name)
