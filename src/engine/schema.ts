/** GET /schema: objects, fields, deeds and views that this principal may see; enough to draw the whole app. */
import { pluralOf } from '../lib/plural.ts'
import type { ActionShape, FieldShape, ObjectShape, SchemaAnswer } from '../lib/wire.ts'
import { alarmsFor, boardFor } from './schema-board.ts'
import { fillsOf, liveOf } from './schema-live.ts'
import { placeField, sortColumn, type FieldAt } from './store/columns.ts'
import type { Catalog, Placed } from './catalog.ts'
import type { StateOptions } from '../fields/field.ts'
import { type Filter, whensOf } from './definition.ts'
import type { Action } from './module.ts'
import { createsIn, seesAll } from './access.ts'
import { type Principal, fieldAccess, has, mayDo, scopeOf } from './principal.ts'
import { isShareable } from './sharing.ts'

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
  const title = object.title.map((at) => at.name).filter(open)
  return {
    name: object.name,
    path: object.path,
    label: definition.label,
    labels: definition.labels ?? { zh: definition.label.zh, en: pluralOf(definition.label.en) },
    ...(definition.icon ? { icon: definition.icon } : {}),
    title,
    quiet: definition.quiet ?? false,
    own: definition.own ?? false,
    fields: [...object.fields.values(), ...object.system.values()]
      .filter((at) => open(at.name))
      .map((at) => fieldShape(catalog, object, at, principal)),
    actions: object.actions.filter((action) => mayDo(principal, action)).map((action) => actionShape(object, action, open)),
    views: {
      list: definition.views.list.filter(open),
      form: definition.views.form
        .map((line) => (Array.isArray(line) ? line.filter(open) : line))
        .filter((line) => (Array.isArray(line) ? line.length : open(line))),
      subtitle: (definition.views.subtitle ?? []).filter(open),
      ...(definition.views.offered && mayAsk(catalog, object, principal, definition.views.offered)
        ? { offered: definition.views.offered }
        : {}),
      tabs: tabsFor(catalog, object, principal),
      ...boardFor(object, principal),
      alarms: alarmsFor(object, principal),
    },
    ...(object.state ? { state: object.state.name } : {}),
    ...(object.owner && open(object.owner.name) ? { owner: object.owner.name } : {}),
    related: object.pointers
      .filter(
        (pointer) =>
          !catalog.objects.get(pointer.object)!.definition.timeline && fieldAccess(principal, pointer.object, pointer.at.name) !== 'hidden',
      )
      .map((pointer) => relation(catalog, pointer)),
    timeline: definition.timeline !== undefined,
    can: {
      create: !object.document && createsIn(principal, object),
      import: !object.document && has(principal, 'import'),
      export: has(principal, 'export'),
      remove: !object.document && scopeOf(principal, object.name, 'remove') !== 'none',
    },
  }
}

/** Its own, and behind them what was shared with him, for whoever does not see all of it anyway. */
function tabsFor(catalog: Catalog, object: Placed, principal: Principal): ObjectShape['views']['tabs'] {
  const tabs = (object.definition.views.tabs ?? []).filter((tab) => mayAsk(catalog, object, principal, tab.filter))
  if (!isShareable(object) || (seesAll(principal, object, 'read') && !principal.hasShares)) return tabs
  // a list opens with its first tab
  return [...(tabs.length ? tabs : [{ name: 'all', label: { zh: '全部', en: 'All' } }]), sharedTab]
}

const sharedTab = {
  name: 'sharedWithMe',
  label: { zh: '共享给我的', en: 'Shared with me' },
  filter: { field: 'id', op: 'sharedWithMe', value: true },
}

const mayAsk = (catalog: Catalog, object: Placed, principal: Principal, filter: Filter | undefined) =>
  namesIn(filter).every((path) => sees(catalog, object, principal, path))

/** The fields that a filter value asks about. */
function namesIn(filter: Filter | undefined): string[] {
  if (!filter) return []
  if ('field' in filter) return [filter.field]
  return ('not' in filter ? [filter.not] : 'and' in filter ? filter.and : filter.or).flatMap(namesIn)
}

function sees(catalog: Catalog, object: Placed, principal: Principal, path: string): boolean {
  const [name, inner] = path.split('.') as [string, string | undefined]
  if (object.system.has(name)) return true
  if (fieldAccess(principal, object.name, name) === 'hidden') return false
  const target = catalog.objects.get(object.fields.get(name)?.type.target?.(object.fields.get(name)!.field) ?? '')
  return !inner || !target || sees(catalog, target, principal, inner)
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

function fieldShape(catalog: Catalog, object: Placed, at: FieldAt, principal: Principal): FieldShape {
  const system = object.system.has(at.name)
  const shape = shapeOf(at)
  const fills = fillsOf(catalog, object, at, principal)
  const live = liveOf(catalog, object, at, principal)
  const access = system ? 'read' : fieldAccess(principal, object.name, at.name)
  return {
    ...shape,
    ...(at.type.phases ? { options: { ...shape.options, states: statesFor(object, at, principal) } } : {}),
    ...(fills ? { options: { ...shape.options, fills } } : {}),
    ...(live ? { live } : {}),
    // The header names under which rows of a spreadsheet are pasted into lines.
    ...(object.document && at.field.alias ? { alias: at.field.alias } : {}),
    access: access === 'masked' ? 'masked' : mayWrite(principal, object, at) ? 'write' : 'read',
    kind: system ? 'system' : at.type.computed ? 'computed' : 'kept',
    ...(access === 'masked' ? { operators: {}, sortable: false, measurable: false } : {}),
  }
}

/** What a state needs and what it locks is told as far as the fields may be known. */
function statesFor(object: Placed, at: FieldAt, principal: Principal): Record<string, StateOptions> {
  const open = (name: string) => fieldAccess(principal, object.name, name) !== 'hidden'
  const told = ({ needs, locks, ...state }: StateOptions) => ({
    ...state,
    ...(needs ? { needs: needs.filter(open) } : {}),
    ...(locks ? { locks: locks === 'all' ? locks : { but: locks.but.filter(open) } } : {}),
  })
  return Object.fromEntries(Object.entries(at.type.phases!(at.field)).map(([id, state]) => [id, told(state)]))
}

/** Out of which other fields it is computed is the house's business: a reader may know the sum and not what was added. */
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
    from: ______,
    when: _______,
    fields: ________,
    ...options
  } = at.field as FieldAt['field'] & { where?: unknown; from?: unknown; when?: unknown; fields?: unknown }
  const parts = at.type.parts?.(at.field)
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
    ...(parts
      ? { parts: { ...parts, fields: Object.entries(parts.fields).map(([name, field]) => shapeOf(placeField(name, field))) } }
      : {}),
    ...(at.field.folded ? { folded: true } : {}),
    ...(at.field.noTotal ? { noTotal: true } : {}),
    ...(at.field.twin ? { twin: true } : {}),
    ...(start !== undefined && start !== null ? { default: start } : {}),
  }
}

const operandsOf = (at: FieldAt) =>
  Object.fromEntries(
    at.columns.length ? Object.entries(at.type.operators(at.field)).map(([name, operator]) => [name, operator.operand]) : [],
  )

function actionShape(object: Placed, action: Action, open: (name: string) => boolean): ActionShape {
  const state = object.state && action.sets?.[object.state.name]
  return {
    name: action.name,
    label: action.label,
    ...(action.icon ? { icon: action.icon } : {}),
    asks: (action.asks ?? [])
      .map((name) => ({ field: name.replace(/\?$/, ''), optional: name.endsWith('?') }))
      .filter((ask) => open(ask.field))
      .map((ask) => ({ ...ask, ...(action.labels?.[ask.field] ? { label: action.labels[ask.field]! } : {}) })),
    input: Object.entries(action.input ?? {}).map(([name, field]) => ({
      ...shapeOf(placeField(name, field)),
      ...(action.single?.includes(name) ? { single: true } : {}),
    })),
    primary: action.primary ?? false,
    ...(action.danger ? { danger: action.danger } : {}),
    because: Object.fromEntries(whensOf(action).map(({ code = 'not-now', reason }) => [code, reason])),
    ...(typeof state === 'string' ? { leadsTo: state } : {}),
  }
}
