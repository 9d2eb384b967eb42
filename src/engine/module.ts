/** What a module brings: objects, deeds, rules, reactions, roles. Deleting a leaf module's folder and its line leaves a system that starts. */
import type { Field, JsonSchema } from '../fields/field.ts'
import type { FieldProblem } from '../lib/errors.ts'
import type { Offer, RecordJson } from '../lib/wire.ts'
import type { ActionDefinition, ObjectDefinition, RoleDefinition } from './definition.ts'
import type { Placed } from './catalog.ts'
import type { DayReason } from './day-reason.ts'
import type { Reading } from './house.ts'
import type { Paper } from './paper.ts'
import { sharingOf } from './sharing.ts'
import type { Tx } from './write/tx.ts'

/** What a deed works on: sets of records, as read before it began, and its checked input as API values. `many`: it was asked of a set. */
export type DeedOn = { tx: Tx; records: RecordJson[]; input: Record<string, unknown>; subjects: Map<string, number>; many: boolean }

/** What a dialog needs to know before it opens. */
export type Offers = {
  /** By question: records that may be meant, best first. */
  offers?: Record<string, Offer[]>
  /** By question: what happens where none is chosen, in the reader's language. */
  otherwise?: Record<string, string>
  /** What the deed's own questions start with. */
  starts?: Record<string, unknown>
}
type OffersOf = (on: { reading: Reading; record: RecordJson }) => Promise<Offers>

export type Action = ActionDefinition & {
  /** More than setting fields. Runs after `sets`, over the whole set; no side effects but rows, for it may be retried. */
  run?: (on: DeedOn) => Promise<Record<string, unknown> | void>
  /** What only this deed can find wrong with its input or a record, before anything is written; on many such a record is left out. */
  checks?: (on: DeedOn) => Promise<Map<string, FieldProblem>>
  offers?: OffersOf
  /** Questions that make no sense for many at once. */
  single?: string[]
}

/** Writes fields that live elsewhere: `values` holds only those fields that name this rule in `writtenBy`. */
export type Rule = (tx: Tx, object: string, written: { id: string; values: Record<string, unknown>; subject: number }[]) => Promise<void>

/** A consequence in another module, same transaction, as the actor. `on` is a deed's name: 'lead.assign', 'activity.create'. */
/** `on`: a deed by its name, or 'lead.*' for whatever writes leads. */
export type Reaction = { on: string; run: (tx: Tx, ids: string[]) => Promise<void> }

/** What a module adds to another's object: fields, where they stand, and ways by which a record opens. */
export type Extension = {
  of: string
  fields: ObjectDefinition['fields']
  list?: string[]
  form?: (string | string[])[]
  anchor?: string[]
  check?: ObjectDefinition['check']
}

/** What a module adds to another's deed: questions, what it answers, and what happens after it, in the same transaction. */
export type Addition = {
  to: string
  input: Record<string, Field>
  single?: string[]
  returns?: Record<string, JsonSchema>
  offers?: OffersOf
  run: (on: DeedOn) => Promise<Record<string, unknown> | void>
}

export type Module = {
  name: string
  needs?: string[]
  objects?: ObjectDefinition[]
  extensions?: Extension[]
  additions?: Addition[]
  actions?: Action[]
  rules?: Record<string, Rule>
  reactions?: Reaction[]
  roles?: RoleDefinition[]
  papers?: Paper[]
  /** Why its records stand in a person's day. */
  day?: DayReason[]
}

export const defineModule = (module: Module): Module => module

export const defineAction = (object: ObjectDefinition | string, name: string, rest: Omit<Action, 'object' | 'name'>): Action => ({
  object: typeof object === 'string' ? object : object.name,
  name,
  ...rest,
})

export const after = (on: string, run: Reaction['run']): Reaction => ({ on, run })

export const extend = (of: string, rest: Omit<Extension, 'of'>): Extension => ({ of, ...rest })

/** To a deed by its name: 'lead.convert'. Where nobody brings that deed, nothing is added. */
export const addTo = (to: string, rest: Omit<Addition, 'to'>): Addition => ({ to, ...rest })

/** All modules as one: what the house is started with. */
export type Registry = {
  objects: ObjectDefinition[]
  actions: Action[]
  rules: Record<string, Rule>
  reactions: Reaction[]
  roles: RoleDefinition[]
  papers: Paper[]
  day: DayReason[]
  /** Deeds that follow from what an object is, of those of a workspace too. */
  everywhere: ((object: Placed) => Action[])[]
}

export function register(modules: Module[]): Registry {
  const names = new Set(modules.map((module) => module.name))
  for (const module of modules)
    for (const need of module.needs ?? []) if (!names.has(need)) throw new Error(`module ${module.name} needs ${need}`)
  return {
    objects: extended(
      modules.flatMap((module) => module.objects ?? []),
      modules.flatMap((module) => module.extensions ?? []),
    ),
    actions: modules
      .flatMap((module) => module.actions ?? [])
      .map((action) => modules.flatMap((module) => module.additions ?? []).reduce(added, action)),
    rules: Object.assign({}, ...modules.map((module) => module.rules ?? {})) as Record<string, Rule>,
    reactions: modules.flatMap((module) => module.reactions ?? []),
    roles: modules.flatMap((module) => module.roles ?? []),
    papers: modules.flatMap((module) => module.papers ?? []),
    day: modules.flatMap((module) => module.day ?? []),
    everywhere: [sharingOf],
  }
}

function added(action: Action, addition: Addition): Action {
  if (addition.to !== `${action.object}.${action.name}`) return action
  return {
    ...action,
    input: { ...action.input, ...addition.input },
    single: [...(action.single ?? []), ...(addition.single ?? [])],
    returns: { ...action.returns, properties: { ...(action.returns?.properties as object), ...addition.returns } },
    async run(on) {
      const first = await action.run?.(on)
      return { ...first, ...(await addition.run(on)) }
    },
    async offers(on) {
      const [one, other] = [(await action.offers?.(on)) ?? {}, (await addition.offers?.(on)) ?? {}]
      return {
        offers: { ...one.offers, ...other.offers },
        otherwise: { ...one.otherwise, ...other.otherwise },
        starts: { ...one.starts, ...other.starts },
      }
    },
  }
}

/** An anchor that is added counts before those that were there: a deal's owner before the customer's. */
function extended(objects: ObjectDefinition[], extensions: Extension[]): ObjectDefinition[] {
  for (const { of, fields } of extensions) {
    const target = objects.find((object) => object.name === of)
    if (!target) throw new Error(`no object ${of} to extend`)
    for (const name of Object.keys(fields)) if (target.fields[name]) throw new Error(`${of} has a field ${name} already`)
  }
  return objects.map((object) =>
    extensions
      .filter((extension) => extension.of === object.name)
      .reduce(
        (whole, { fields, list = [], form = [], anchor = [], check = [] }) => ({
          ...whole,
          fields: { ...whole.fields, ...fields },
          views: { ...whole.views, list: [...whole.views.list, ...list], form: [...whole.views.form, ...form] },
          check: [...(whole.check ?? []), ...check],
          access: { ...whole.access, ...(anchor.length ? { anchor: [...anchor, ...(whole.access.anchor ?? [])] } : {}) },
        }),
        object,
      ),
  )
}
