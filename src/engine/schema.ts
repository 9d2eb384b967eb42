/** GET /schema: objects, fields, deeds and views that this principal may see; enough to draw the whole app. */
import type { ActionShape, FieldShape, ObjectShape, SchemaAnswer } from '../lib/wire.ts'
import { placeField, sortColumn, type FieldAt } from './store/columns.ts'
import type { Catalog, Placed } from './catalog.ts'
import type { Action } from './module.ts'
import { type Principal, fieldAccess, has, mayCreate, scopeOf } from './principal.ts'

export function schemaFor(catalog: Catalog, principal: Principal): SchemaAnswer {
  const { id, name, timeZone, currency } = principal.workspace
  const version = `${catalog.version}.${principal.roles.map((role) => role.name).join('+')}`
  return {
    version,
    workspace: { id, name, timeZone, currency },
    objects: [...catalog.objects.values()].map((object) => objectShape(catalog, object, principal)),
  }
}

function objectShape(catalog: Catalog, object: Placed, principal: Principal): ObjectShape {
  const { definition } = object
  const open = (name: string) => fieldAccess(principal, object.name, name) !== 'hidden'
  const title = object.title.map((at) => at.name)
  return {
    name: object.name,
    path: object.path,
    label: definition.label,
    ...(definition.icon ? { icon: definition.icon } : {}),
    title,
    quiet: definition.quiet ?? false,
    own: definition.own ?? false,
    fields: [...object.fields.values(), ...object.system.values()]
      .filter((at) => open(at.name))
      .map((at) => fieldShape(object, at, principal)),
    actions: object.actions.map((action) => actionShape(action)),
    views: {
      list: definition.views.list.filter(open),
      form: definition.views.form
        .map((line) => (Array.isArray(line) ? line.filter(open) : line))
        .filter((line) => (Array.isArray(line) ? line.length : open(line))),
      subtitle: (definition.views.subtitle ?? []).filter(open),
      tabs: (definition.views.tabs ?? []).map((tab) => ({ ...tab })),
    },
    ...(object.state ? { state: object.state.name } : {}),
    related: object.pointers
      .filter((pointer) => !catalog.objects.get(pointer.object)!.definition.timeline)
      .map((pointer) => relation(catalog, pointer)),
    timeline: definition.timeline !== undefined,
    can: {
      create: mayCreate(principal, object.name) && (Boolean(object.owner || object.anchors.length) || has(principal, 'admin')),
      import: has(principal, 'import'),
      export: has(principal, 'export'),
      remove: scopeOf(principal, object.name, 'remove') !== 'none',
    },
  }
}

function relation(catalog: Catalog, { object, at }: { object: string; at: FieldAt }): ObjectShape['related'][number] {
  return { object, field: at.name, label: catalog.objects.get(object)!.definition.label }
}

/** Whether people with these rights write the field themselves, in a form or over the API. */
export const mayWrite = (principal: Principal, object: Placed, at: FieldAt): boolean =>
  !object.system.has(at.name) &&
  fieldAccess(principal, object.name, at.name) === 'write' &&
  !at.field.readOnly &&
  (!at.type.computed || at.field.writtenBy !== undefined)

function fieldShape(object: Placed, at: FieldAt, principal: Principal): FieldShape {
  const system = object.system.has(at.name)
  const access = system ? 'read' : fieldAccess(principal, object.name, at.name)
  return {
    ...shapeOf(at),
    access: access === 'masked' ? 'masked' : mayWrite(principal, object, at) ? 'write' : 'read',
    kind: system ? 'system' : at.type.computed ? 'computed' : 'kept',
    ...(access === 'masked' ? { operators: {}, sortable: false, measurable: false } : {}),
  }
}

function shapeOf(at: FieldAt): FieldShape {
  const {
    label,
    help,
    required,
    default: start,
    alias: __,
    was: ___,
    writtenBy: ____,
    where: _____,
    ...options
  } = at.field as FieldAt['field'] & { where?: unknown }
  const operators = at.type.asOf
    ? { eq: { type: 'boolean' } }
    : at.columns.length && !at.field.writtenBy === false && !at.type.computed
      ? {}
      : operandsOf(at)
  return {
    name: at.name,
    type: at.field.type,
    label: label ?? { zh: at.name, en: at.name },
    ...(help ? { help } : {}),
    required: required ?? false,
    access: 'write',
    kind: 'kept',
    options: options as Record<string, unknown>,
    operators,
    sortable: at.columns.length > 0 && sortColumn(at) !== undefined,
    measurable: at.type.measure?.(at.field) !== undefined,
    ...(at.type.target ? { target: at.type.target(at.field) } : {}),
    ...(at.field.folded ? { folded: true } : {}),
    ...(at.field.twin ? { twin: true } : {}),
    ...(start !== undefined && start !== null ? { default: start } : {}),
  }
}

const operandsOf = (at: FieldAt) =>
  Object.fromEntries(
    at.columns.length ? Object.entries(at.type.operators(at.field)).map(([name, operator]) => [name, operator.operand]) : [],
  )

function actionShape(action: Action): ActionShape {
  return {
    name: action.name,
    label: action.label,
    ...(action.icon ? { icon: action.icon } : {}),
    asks: (action.asks ?? []).map((name) => ({ field: name.replace(/\?$/, ''), optional: name.endsWith('?') })),
    input: Object.entries(action.input ?? {}).map(([name, field]) => shapeOf(placeField(name, field))),
    primary: action.primary ?? false,
    ...(action.when ? { because: action.when.reason } : {}),
  }
}
