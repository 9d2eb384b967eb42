/** Records of every object in every relation that a person can have to one, made through the API from what the schema says of their fields. */
import type { FieldShape, ObjectShape } from '../../../src/lib/wire.ts'
import { type App, type Call, caller } from '../app.ts'
import { ask } from '../rows.ts'
import { valueOf } from '../values.ts'
import { type Hired, expectOk } from './actors.ts'
import type { Lain } from './policy.ts'

type Values = Record<string, unknown>
type Ways = { call: Call; shapes: ObjectShape[]; owner: string | null; guest?: string }

export const nobodys = () => `01900000-0000-7000-8000-${String(Math.floor(Math.random() * 1e12)).padStart(12, '0')}`

/** Makes records in one firm; what a record must refer to is made once and belongs to `owner`. */
export function maker({ call, shapes, owner, guest }: Ways) {
  const targets = new Map<string, Promise<string>>()
  const shapeOf = (name: string) => shapes.find((shape) => shape.name === name)!

  /** One that others may refer to, the same each time. */
  const target = (name: string, holder = owner): Promise<string> => {
    const key = `${name} ${holder}`
    if (!targets.has(key)) targets.set(key, alone(name, holder))
    return targets.get(key)!
  }

  /** Enough for a record to be taken; references are `refs`, or records of the maker's. */
  async function needed(fields: FieldShape[], titles: string[], refs = target, ofLines = alone): Promise<Values> {
    const values: Values = {}
    for (const field of fields) {
      const owned = field.type === 'lines' ? shapeOf((field.options as { of: string }).of) : undefined
      if (field.access !== 'write' || !(owned || field.required || titles.includes(field.name))) continue
      values[field.name] = owned ? [await lineOf(owned, ofLines)] : field.target ? await refs(field.target) : await simple(field)
    }
    return values
  }

  /** What a line refers to is made for it alone: a payment takes of its order. */
  async function lineOf({ fields, title }: ObjectShape, refs = alone): Promise<Values> {
    const counted = fields.filter(({ type }) => ['number', 'money'].includes(type)).map(({ name }) => name)
    return needed(fields, [...title, ...counted], refs)
  }

  /** One that nobody else refers to. */
  const alone = async (name: string, holder = owner): Promise<string> =>
    (await lay(name, [holder && shapeOf(name).owner ? { owner: holder } : {}]))[0]!

  async function lay(name: string, wanted: Values[]): Promise<string[]> {
    const { path, fields, title } = shapeOf(name)
    const create: Values[] = []
    for (const more of wanted) {
      const given = fields.filter((field) => !(field.name in more))
      create.push({ ...(await needed(given, title)), ...more })
    }
    const ids: string[] = []
    for (let from = 0; from < create.length; from += 1000) {
      const answer = await call('POST', `/${path}/batch`, { create: create.slice(from, from + 1000) })
      expectOk(answer)
      ids.push(...(answer.body.records as { id: string }[]).map(({ id }) => id))
    }
    return ids
  }
  return { lay, needed, target, alone, lineOf, shapeOf, shapes, call, guest }
}
export type Maker = ReturnType<typeof maker>

/** Numbers small enough to be added up and taken from. */
export const simple = (field: FieldShape): unknown => (field.type === 'number' ? '2' : field.type === 'money' ? '1' : valueOf(field))

export type Relations = {
  ours: Maker
  theirs: Maker
  /** Relations that an object's records can have, and a record in one of them; `through` deeds have been done to it before. */
  situations: (object: string) => string[]
  lay: (object: string, wanted: { situation: string; through: string[] }[]) => Promise<Lain[]>
}

/** A record's owner, what it hangs on and with whom it is shared, for each relation to the salesperson. */
export async function relations(app: App, { staff, firm, keys, neighbour, neighbourUser }: Hired): Promise<Relations> {
  const shapesOf = async (call: Call) => (await call('GET', '/schema')).body.objects as ObjectShape[]
  const admin = app.as.administrator
  const ours = maker({ call: admin, shapes: await shapesOf(admin), owner: staff.other, guest: staff.guest })
  const theirs = maker({ call: neighbour, shapes: await shapesOf(neighbour), owner: neighbourUser })
  const definitionOf = (object: string) => firm.objects.get(object)!
  const seller = staff.salesperson
  const anchorsOf = (object: string) => definitionOf(object).access.anchor ?? []
  const isOwned = (object: string) => Boolean(definitionOf(object).access.owner ?? definitionOf(object).access.anchor?.length)
  const fieldOf = (object: string, field: string) => ours.shapeOf(object).fields.find(({ name }) => name === field)!
  const targetOf = (object: string, field: string) => fieldOf(object, field).target!
  const documentOf = (line: string) =>
    ours.shapes.find((shape) => shape.fields.some((field) => field.type === 'lines' && (field.options as { of: string }).of === line))

  function situations(object: string): string[] {
    const document = documentOf(object)
    if (document) return situations(document.name).filter((each) => each !== 'removed' || removable(document.name))
    const ends = [...(removable(object) ? ['removed'] : []), 'foreign', 'none']
    if (definitionOf(object).access.personal)
      return ['own', 'colleague', ...(definitionOf(object).access.personal!.sharedIn ? ['team', 'all'] : []), ...ends]
    if (!isOwned(object)) return ['there', ...ends]
    const anchors = anchorsOf(object)
    const by = (what: string) => [
      ...anchors.map((field) => `by ${what}${field}`),
      ...anchors.slice(1).map((field) => `second by ${what}${field}`),
    ]
    const hanging = [...by(''), ...by('shared ')]
    return ['own', 'colleague', 'below', 'far', 'unowned', 'shared', 'shared to write', 'shared with another', ...hanging, ...ends]
  }
  const removable = (object: string) => app.house.registry.objects.some(({ name, fields }) => name === object && !locksAlways(fields))

  async function lay(object: string, wanted: { situation: string; through: string[] }[]): Promise<Lain[]> {
    const document = documentOf(object)
    if (document) return linesOf(object, await lay(document.name, wanted))
    const made = await Promise.all(wanted.map(async ({ situation }) => ({ situation, ...(await as(object, situation)) })))
    const ids = new Map<(typeof made)[number], string>()
    for (const [call, group] of Map.groupBy(
      made.filter((each) => each.by),
      (each) => each.by!,
    )) {
      const found = await (call === neighbour ? theirs : call === admin ? ours : { lay: personal(call) }).lay(
        object,
        group.map(({ values }) => values),
      )
      group.forEach((each, i) => ids.set(each, found[i]!))
    }
    const lain = made.map((each): Lain => {
      const { by: _, values: __, ...facts } = each
      return { ...facts, object, id: ids.get(each) ?? nobodys() }
    })
    await go(
      object,
      lain,
      wanted.map(({ through }) => through),
    )
    await share(lain)
    return lain
  }

  const personal = (call: Call) => async (object: string, many: Values[]) => {
    const own = maker({ call, shapes: await shapesOf(call), owner: null })
    return own.lay(object, many)
  }

  /** Who makes it, with what, and what is true of it then. */
  async function as(object: string, situation: string): Promise<Omit<Lain, 'object' | 'id' | 'situation'> & { by?: Call; values: Values }> {
    const ownerField = definitionOf(object).access.owner
    const owned = (owner: string | null, rest: Partial<Lain> = {}, more: Values = {}) => ({
      at: 'ours' as const,
      owner,
      by: admin,
      values: { ...(ownerField ? { [ownerField]: owner } : {}), ...more },
      ...(anchorsOf(object).some((name) => fieldOf(object, name).required) ? { opens: staff.other } : {}),
      ...rest,
    })
    if (situation === 'none') return { at: 'nowhere', owner: null, values: {} }
    if (situation === 'foreign') return { at: 'theirs', owner: neighbourUser, by: neighbour, values: {} }
    const share = definitionOf(object).access.personal
    if (share) {
      const by = (key: string, who: string, shown?: 'team' | 'all') => ({
        at: situation === 'removed' ? ('bin' as const) : ('ours' as const),
        owner: who,
        by: caller(app.url, key),
        values: shown ? { [share.sharedIn!]: shown } : {},
        ...(shown ? { shown } : {}),
      })
      if (situation === 'team') return by(keys.manager, staff.manager, 'team')
      if (situation === 'all') return { ...by(keys.administrator, staff.administrator, 'all'), by: admin }
      return situation === 'colleague' ? by(keys.colleague, staff.colleague) : by(keys.salesperson, seller)
    }
    if (!isOwned(object)) return { at: situation === 'removed' ? 'bin' : 'ours', owner: null, by: admin, values: {} }
    const [, hangs, showing, field] = /^(second )?by (shared )?(\w+)$/.exec(situation) ?? []
    if (field !== undefined) {
      const holder = showing ? staff.guest : seller
      const at = { [field]: await ours.target(targetOf(object, field), holder) }
      if (showing) await shareOne({ id: at[field]!, object: targetOf(object, field) }, { user: seller, level: 'write' })
      if (!hangs) return owned(staff.other, { opens: holder, ...(showing ? { opensTo: seller } : {}) }, at)
      const [first] = anchorsOf(object)
      return owned(staff.other, {}, { ...at, [first!]: await ours.target(targetOf(object, first!)) })
    }
    const shared = (user: string, level: 'read' | 'write') => owned(staff.other, { shares: [{ user, level }] })
    switch (situation) {
      case 'own':
        return owned(seller)
      case 'colleague':
        return owned(staff.colleague)
      case 'below':
        return owned(staff.below)
      case 'far':
        return owned(staff.other)
      case 'unowned':
        return owned(null)
      case 'shared':
        return shared(seller, 'read')
      case 'shared to write':
        return shared(seller, 'write')
      case 'shared with another':
        return shared(staff.below, 'write')
      default:
        return owned(seller, { at: 'bin' })
    }
  }

  /** Deeds on the way to where it shall be, the last of them removal. */
  async function go(object: string, lain: Lain[], ways: string[][]): Promise<void> {
    const { path } = ours.shapeOf(object)
    const groups = Map.groupBy(
      lain.map((each, i) => ({ id: each.id, at: each.at, way: ways[i]! })).filter(({ at, way }) => at === 'ours' && way.length),
      ({ way }) => way.join(),
    )
    for (const [way, group] of groups)
      for (const deed of way.split(',')) {
        const body = { ids: group.map(({ id }) => id), input: await inputOf(ours, object, deed, ours.target, seller) }
        const answer = await admin('POST', `/${path}/actions/${deed}`, body)
        if (answer.body.done !== group.length) throw new Error(`${object} ${deed}: ${JSON.stringify(answer.body).slice(0, 500)}`)
      }
    for (const { id, owner } of lain.filter(({ at }) => at === 'bin')) {
      const call = definitionOf(object).access.personal && owner === seller ? app.as.salesperson : admin
      expectOk(await call('DELETE', `/${path}/${id}`))
    }
  }

  async function share(lain: Lain[]): Promise<void> {
    for (const each of lain) for (const shared of each.shares ?? []) await shareOne(each, shared)
  }

  const shareOne = ({ id, object }: Pick<Lain, 'id' | 'object'>, { user, level }: NonNullable<Lain['shares']>[number]) =>
    ask(app, 'insert into $.share (record, user_id, object, level, at) values (?::uuid, ?::uuid, ?, ?, now()) on conflict do nothing', [
      id,
      user,
      object,
      level,
    ])

  async function linesOf(line: string, documents: Lain[]): Promise<Lain[]> {
    const { path, fields } = documentOf(line)!
    const { name } = fields.find((field) => (field.options as { of?: string }).of === line)!
    const first = async ({ id, at }: Lain): Promise<string> => {
      if (at === 'nowhere') return nobodys()
      if (at === 'bin') return (await removedLine(id)) ?? nobodys()
      const { body } = await (at === 'theirs' ? neighbour : admin)('GET', `/${path}/${id}`)
      return (body[name] as { id: string }[])[0]!.id
    }
    const removedLine = async (id: string) =>
      (await ask(app, `select record as id from $.change where object = ? and op = 'r' and before::text like ?`, [line, `%${id}%`]))[0]?.id
    return Promise.all(documents.map(async (document) => ({ ...document, object: line, id: await first(document), document })))
  }

  return { ours, theirs, situations, lay }
}

/** What every state of it locks is never removed. */
function locksAlways(fields: Record<string, { type: string }>): boolean {
  const states = Object.values(fields).find((field) => field.type === 'states') as
    | { states?: Record<string, { locks?: unknown }> }
    | undefined
  return states?.states !== undefined && Object.values(states.states).every(({ locks }) => locks !== undefined)
}

/** What a deed asks for and cannot do without. */
export async function inputOf(made: Maker, object: string, deed: string, refs: Maker['target'], user: string): Promise<Values> {
  const { actions, fields } = made.shapeOf(object)
  const { asks, input } = actions.find(({ name }) => name === deed)!
  const asked = asks
    .filter(({ optional }) => !optional)
    .map(({ field }) => ({ ...fields.find(({ name }) => name === field)!, required: true }))
  const values: Values = {}
  // with himself, or with its owner, nobody shares a record
  const person = ['share', 'unshare'].includes(deed) ? made.guest : undefined
  for (const field of [...asked, ...input.filter(({ required }) => required)])
    values[field.name] = field.target === 'user' ? (person ?? user) : field.target ? await refs(field.target) : await simple(field)
  return values
}
