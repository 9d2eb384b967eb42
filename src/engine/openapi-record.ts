/** The schemas of one object for one principal: as read, as written, as made. A hidden field is in none of them. */
import type { Field } from '../fields/field.ts'
import type { JsonSchema } from '../lib/wire.ts'
import type { Catalog, Placed } from './catalog.ts'
import { closed, count, flag, listOf, moment, oneOf, open, openObject, orNull, pointer, schemaRef, text, uuid } from './openapi-words.ts'
import { type Principal, fieldAccess } from './principal.ts'
import { mayWrite } from './schema.ts'
import { type FieldAt, placeField } from './store/columns.ts'

export function recordSchemas(catalog: Catalog, principal: Principal, object: Placed): Record<string, JsonSchema> {
  const { name } = object
  const fields = [...object.fields.values()].filter((at) => isRead(principal, object, at))
  const read = Object.fromEntries(fields.map((at) => [at.name, readSchema(principal, object, at)]))
  const written = Object.fromEntries(writable(principal, object).map((at) => [at.name, writeSchema(catalog, principal, at)]))
  // With `expand` a reference is the record itself.
  const person = { anyOf: [pointer, schemaRef('user'), { type: 'null' }] }
  const kept = {
    id: uuid,
    version: { type: 'integer', minimum: 1 },
    createdAt: moment,
    updatedAt: moment,
    createdBy: person,
    updatedBy: person,
    can: canSchema(object),
  }
  const needed = writable(principal, object).filter((at) => at.field.required && at.field.default === undefined && !at.field.writtenBy)
  return {
    [name]: closed(kept, read),
    // Whoever gives a record out of his own sight is told its id only.
    [`${name}.written`]: closed({ id: kept.id, can: kept.can, changeset: uuid }, { ...kept, ...read }),
    [`${name}.create`]: closed(Object.fromEntries(needed.map((at) => [at.name, written[at.name]!])), written),
    [`${name}.update`]: closed({}, { ...written, version: kept.version }),
    [`${name}.change`]: closed({ id: uuid }, { ...written, version: kept.version }),
  }
}

const keepsSomething = (at: FieldAt) => at.columns.length > 0 || at.type.asOf !== undefined || at.type.children !== undefined
const isRead = (principal: Principal, object: Placed, at: FieldAt) =>
  keepsSomething(at) && fieldAccess(principal, object.name, at.name) !== 'hidden'

export const writable = (principal: Principal, object: Placed): FieldAt[] =>
  [...object.fields.values()].filter((at) => mayWrite(principal, object, at))

function canSchema(object: Placed): JsonSchema {
  const yes = { anyOf: [{ const: true }, { const: 'locked' }] }
  const answer = { anyOf: [yes, text] }
  return closed({}, { update: yes, remove: yes, ...Object.fromEntries(object.actions.map((action) => [action.name, answer])) })
}

function readSchema(principal: Principal, object: Placed, at: FieldAt): JsonSchema {
  if (fieldAccess(principal, object.name, at.name) === 'masked') return { ...orNull(text), description: 'masked' }
  const target = at.type.target?.(at.field)
  // With `expand` the record stands where its id and title would.
  const schema = target
    ? { anyOf: [pointer, schemaRef(target)] }
    : at.type.children
      ? listOf(schemaRef(at.type.children(at.field).of))
      : at.type.read(at.field)
  // A workspace's own field may have become required after there were records.
  return at.field.required && !at.field.own && !at.type.children ? schema : orNull(schema)
}

/** As people write it: `null` empties what need not be filled. */
export function writeSchema(catalog: Catalog, principal: Principal, at: FieldAt): JsonSchema {
  const parts = at.type.parts?.(at.field)
  if (parts) {
    const value = (each: FieldAt) => [each.name, writeSchema(catalog, principal, each)] as const
    const questions = placed(parts.fields)
    const needed = questions.filter((each) => each.field.required)
    const one = closed(Object.fromEntries(needed.map(value)), Object.fromEntries(questions.map(value)))
    const schema = parts.many ? { ...at.type.write(at.field), items: one } : one
    return at.field.required ? schema : orNull(schema)
  }
  const owned = at.type.children?.(at.field)
  const child = owned && catalog.objects.get(owned.of)
  if (!child) return at.field.required ? at.type.write(at.field) : orNull(at.type.write(at.field))
  const line = writable(principal, child).filter((each) => each.name !== owned.by)
  return {
    ...at.type.write(at.field),
    items: closed({}, { id: uuid, ...Object.fromEntries(line.map((each) => [each.name, writeSchema(catalog, principal, each)])) }),
  }
}

export const placed = (fields: Record<string, Field>): FieldAt[] => Object.entries(fields).map(([name, field]) => placeField(name, field))

export const offerSchema = closed({
  id: uuid,
  title: text,
  subtitle: text,
  reason: text,
  sure: flag,
  with: { type: 'object', additionalProperties: pointer },
})

export const twinSchema = closed({
  object: text,
  id: orNull(uuid),
  title: text,
  subtitle: text,
  owner: orNull(text),
  since: moment,
  visible: flag,
})

const shareLevel = oneOf('read', 'write')
export const shareChange = closed({ user: pointer, before: orNull(shareLevel), after: orNull(shareLevel) })
export const sharesSchema = closed({ records: listOf(closed({ user: pointer, level: shareLevel, at: moment })) })

export const timelineSchema = (catalog: Catalog): JsonSchema => {
  const standing = [...catalog.objects.values()].filter((object) => object.definition.timeline)
  const change = closed({ field: text, before: open('as the field is read'), after: open('as the field is read') })
  return closed(
    {
      kind: oneOf('activity', 'change', 'created', 'deed', 'related'),
      at: moment,
      by: orNull(pointer),
      changeset: orNull(uuid),
      deed: text,
    },
    {
      changes: listOf(change),
      shares: listOf(shareChange),
      about: closed({ object: text, id: uuid, title: text, facts: openObject('what stands under its title, by field') }),
      ...(standing.length ? { record: { anyOf: standing.map((object) => schemaRef(object.name)) } } : {}),
    },
  )
}

export const countSchema = closed({ value: count, capped: flag })
