/** All definitions that one workspace has, checked and placed; built once per workspace and version of its own definitions. */
import { createHash } from 'node:crypto'
import type { Field } from '../fields/field.ts'
import { owner, datetime, ref } from '../fields/index.ts'
import type { DayReason } from './day-reason.ts'
import type { ObjectDefinition } from './definition.ts'
import type { Action, Registry } from './module.ts'
import { checkDefinition, checkNames } from './definition-check.ts'
import { invalid } from '../lib/errors.ts'
import { searchRecipe } from '../lib/search-words.ts'
import { type ColumnAt, type FieldAt, placeField, systemColumns, tableName } from './store/columns.ts'
import { layout } from './store/tables.ts'

export type Placed = {
  name: string
  definition: ObjectDefinition
  path: string
  table: string
  /** Kept and derived columns of all fields, behind the system's and before the engine's own. */
  columns: ColumnAt[]
  fields: Map<string, FieldAt>
  /** createdAt, createdBy, updatedAt, updatedBy: readable, filterable, never written by people. */
  system: Map<string, FieldAt>
  title: FieldAt[]
  state?: FieldAt
  owner?: FieldAt
  anchors: FieldAt[]
  searched: FieldAt[]
  actions: Action[]
  /** Its records are lines of these documents, written with them and in no other way. */
  document?: { object: Placed; by: FieldAt }
  /** Why its records stand in a person's day. */
  day: DayReason[]
  /** Who refers to this object: object name and the field there. */
  pointers: { object: string; at: FieldAt }[]
}

/** `release`: of the program, whatever a workspace added. */
export type Catalog = { version: string; release: string; objects: Map<string, Placed>; byPath: Map<string, Placed> }

type BuiltIn = Pick<Registry, 'objects' | 'actions' | 'roles'> & Partial<Pick<Registry, 'day' | 'everywhere'>>

export function buildCatalog(builtIn: BuiltIn, own: ObjectDefinition[] = [], ownFields: OwnFields = {}): Catalog {
  const definitions = [...builtIn.objects, ...own].map((definition) => withOwnFields(definition, ownFields[definition.name]))
  const names = new Set(definitions.map((definition) => definition.name))
  checkNames(definitions, pathOf)
  for (const of of Object.keys(ownFields)) if (!names.has(of)) throw invalid([{ field: `${of}`, code: 'no-such-record' }])
  for (const definition of definitions) checkDefinition(definition, names)
  const objects = new Map(definitions.map((definition) => [definition.name, place(definition, builtIn)]))
  for (const object of objects.values())
    for (const at of object.fields.values()) {
      const target = at.type.target?.(at.field)
      if (target) objects.get(target)!.pointers.push({ object: object.name, at })
      const owned = at.type.children?.(at.field)
      const lines = owned && objects.get(owned.of)
      if (lines) lines.document = { object, by: lines.fields.get(owned.by)! }
    }
  for (const object of objects.values()) for (const deedsOf of builtIn.everywhere ?? []) object.actions.push(...deedsOf(object))
  const version = fingerprint(definitions)
  return {
    version,
    release: fingerprint(builtIn.objects),
    objects,
    byPath: new Map([...objects.values()].map((object) => [object.path, object])),
  }
}

const fingerprint = (definitions: ObjectDefinition[]) =>
  createHash('sha256')
    .update(JSON.stringify([searchRecipe, layout, definitions]))
    .digest('hex')
    .slice(0, 16)

export type OwnFields = Record<string, Record<string, Field>>

/** `extend`: the road of a workspace's own fields, and of a module that adds to another's object. */
function withOwnFields(definition: ObjectDefinition, fields: Record<string, Field> | undefined): ObjectDefinition {
  if (!fields) return definition
  const taken = Object.keys(fields).filter((name) => definition.fields[name])
  if (taken.length) throw invalid(taken.map((name) => ({ field: `fields.${name}`, code: 'not-unique' })))
  const marked = Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, { ...field, own: true }]))
  return {
    ...definition,
    fields: { ...definition.fields, ...marked },
    views: {
      ...definition.views,
      list: [...definition.views.list, ...Object.keys(fields)],
      form: [...definition.views.form, ...Object.keys(fields)],
    },
  }
}

const pathOf = ({ plural, name }: ObjectDefinition) => plural ?? name.replace(/[A-Z]/g, (c) => '-' + c.toLowerCase()) + 's'

function place(definition: ObjectDefinition, { actions, roles, day = [] }: BuiltIn): Placed {
  const fields = new Map(Object.entries(definition.fields).map(([name, field]) => [name, placeField(name, field)]))
  const all = [...fields.values()]
  // A hit tells what a field says: only what every role may read is searched.
  const told = (at: FieldAt) => !roles.some((role) => ['hidden', 'masked'].includes(role.fields?.[`${definition.name}.${at.name}`] ?? ''))
  const searched = all.filter((at) => at.field.search && told(at))
  const title = [definition.title].flat().map((name) => fields.get(name)!)
  const named = (name: string | undefined) => (name ? fields.get(name) : undefined)
  return {
    name: definition.name,
    definition,
    path: pathOf(definition),
    table: tableName(definition),
    columns: [...systemColumns, ...engineColumns(definition, searched), ...all.flatMap((at) => [...at.columns, ...at.derived])],
    fields,
    system: new Map(Object.entries(systemFields).map(([name, field]) => [name, placeSystem(name, field)])),
    title,
    state: all.find((at) => at.type.phases),
    owner: named(definition.access.owner),
    anchors: (definition.access.anchor ?? []).map((name) => fields.get(name)!),
    searched,
    actions: actions.filter((action) => action.object === definition.name),
    day: day.filter((reason) => reason.object === definition.name),
    pointers: [],
  }
}

/**
 * Filled by the write road: whose anchor opens the record; what the search finds it by. In front of what people fill in: a search
 * goes through thousands of rows, and to get at a column PostgreSQL walks over those before it, twice as long behind 25 others.
 */
function engineColumns(definition: ObjectDefinition, searched: FieldAt[]): ColumnAt[] {
  const columns: ColumnAt[] = []
  if (definition.access.anchor) columns.push({ name: 'anchor_owner', type: 'uuid', kept: false })
  if (searched.length) columns.push({ name: 'search_terms', type: 'tsvector', kept: false })
  return columns
}

const systemFields: Record<string, Field> = {
  createdAt: datetime({ label: { zh: '创建时间', en: 'Created' } }),
  createdBy: ref('user', { label: { zh: '创建人', en: 'Created by' } }),
  updatedAt: datetime({ label: { zh: '更新时间', en: 'Updated' } }),
  updatedBy: owner({ label: { zh: '更新人', en: 'Updated by' } }),
}

function placeSystem(name: string, field: Field): FieldAt {
  const at = placeField(name, field)
  return { ...at, columns: at.columns.map((column) => ({ ...column, name: column.name.replace(/^f_/, '') })), derived: [] }
}

/** A field that a principal may name in a filter, sort or list: the object's own or the system's. */
export const fieldOf = (object: Placed, name: string): FieldAt | undefined => object.fields.get(name) ?? object.system.get(name)
