/** Every operation × everybody who may knock × each relation to the record that is named, with what the policy says to it. */
import type { App } from '../app.ts'
import type { Document, Operation } from '../described.ts'
import { judgeOf } from '../described.ts'
import type { Chance } from '../random.ts'
import { type Actor, type Doing, type Lain, type Right, type Verdict, atTheDoor, doingOf, may, onTheRecord } from './policy.ts'
import { type Hired, hire } from './actors.ts'
import { type Beside, beside } from './beside.ts'
import { type Relations, inputOf, relations } from './records.ts'
import { type Ground, type Place, sample } from './samples.ts'

export type Case = {
  operation: Operation
  doing: Doing
  actor: Actor
  place: Place | undefined
  situation: string
  verdict: Verdict
  /** Is it the record itself that is asked for, or one that it refers to? */
  itself: boolean
  /** What was done to the record before, so that the deed is timely. */
  through: string[]
}

export type Matrix = {
  app: App
  hired: Hired
  ground: Ground
  relations: Relations
  beside: Beside
  operations: Operation[]
  cases: Case[]
  /** What is missing: operations without an owner in the policy, without a sample. */
  gaps: string[]
  /** Laid once, and touched by nobody who is refused. */
  standing: (object: string, situation: string, through: string[]) => Lain
  through: (object: string, deed: string) => string[]
  /** Something was done whose jobs may still be under way. */
  restless: boolean
}

export async function matrixOf(app: App): Promise<Matrix> {
  const hired = await hire(app)
  const told = await relations(app, hired)
  const apart = beside(app, hired, told)
  const document = (await app.as.administrator('GET', '/openapi.json')).body as Document
  const { operations } = judgeOf(document)
  const byPath = new Map(told.ours.shapes.map((shape) => [shape.path, shape]))
  const seller = hired.staff.salesperson
  const home = (actor: Actor, alone = false) => {
    const { target, alone: fresh } = actor.home === 'theirs' ? told.theirs : told.ours
    const holder = actor.home === 'theirs' ? hired.neighbourUser : seller
    return async (name: string) => (name === 'user' ? (actor.user ?? seller) : alone ? fresh(name, holder) : target(name, holder))
  }
  const ground: Ground = { app, hired, ours: told.ours, home, byPath }
  const ways = await waysTo(app, told, seller)
  const through = (object: string, deed: string) => ways.get(`${object} ${deed}`) ?? []
  const laid = await standingOf(told, apart, through)
  const matrix: Matrix = {
    app,
    hired,
    ground,
    relations: told,
    beside: apart,
    operations,
    cases: [],
    gaps: [],
    standing: (object, situation, way) => laid.get(`${object} ${situation} ${way.join()}`)!,
    through,
    restless: true,
  }
  matrix.cases = operations.flatMap((operation) => casesOf(matrix, operation))
  for (const operation of operations) matrix.gaps.push(...(await gapsOf(matrix, operation)))
  return matrix
}

/** For each deed the deeds by which a fresh record comes to where it is timely. */
async function waysTo(app: App, { ours, lay }: Relations, seller: string): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>()
  const admin = app.as.administrator
  for (const shape of ours.shapes.filter(({ actions }) => actions.length)) {
    const left = [[] as string[]]
    for (let way = left.shift(); way && shape.actions.some(({ name }) => !found.has(`${shape.name} ${name}`)); way = left.shift()) {
      const [probe] = await lay(shape.name, [{ situation: 'own', through: [] }])
      const does = async (deed: string) =>
        (await admin('POST', `/${shape.path}/${probe!.id}/${deed}`, await inputOf(ours, shape.name, deed, ours.target, seller))).status ===
        200
      let reached = true
      for (const deed of way) reached &&= await does(deed)
      if (!reached || way.length > 3) continue
      const { can } = (await admin('GET', `/${shape.path}/${probe!.id}`)).body as { can: Record<string, unknown> }
      for (const { name } of shape.actions.filter((action) => can[action.name] === true)) {
        if (!found.has(`${shape.name} ${name}`)) found.set(`${shape.name} ${name}`, way)
        if (!way.includes(name) && !['assign', 'share', 'unshare'].includes(name)) left.push([...way, name])
      }
    }
    // it is possible at any time, and done where it was shared before
    if (found.has(`${shape.name} unshare`)) found.set(`${shape.name} unshare`, ['share'])
  }
  return found
}

async function standingOf({ ours, situations, lay }: Relations, apart: Beside, through: Matrix['through']): Promise<Map<string, Lain>> {
  const laid = new Map<string, Lain>()
  for (const { name, actions } of ours.shapes) {
    const ways = [...new Map([[], ...actions.map((action) => through(name, action.name))].map((way) => [way.join(), way])).values()]
    const wanted = ways.flatMap((way) =>
      situations(name)
        .filter((each) => !way.length || each !== 'removed')
        .map((situation) => ({ situation, through: way })),
    )
    const found = await lay(name, wanted)
    wanted.forEach(({ situation, through: way }, i) => laid.set(`${name} ${situation} ${way.join()}`, found[i]!))
    for (const way of ways)
      if (way.length && laid.has(`${name} removed `)) laid.set(`${name} removed ${way.join()}`, laid.get(`${name} removed `)!)
  }
  for (const kind of ['file', 'import', 'changeset', 'key', 'workspace', 'person'])
    for (const situation of apart.situations(kind)!) laid.set(`${kind} ${situation} `, await apart.lay(kind, situation))
  return laid
}

const kinds: [RegExp, string][] = [
  [/^\/me\/keys\//, 'key'],
  [/^\/colleagues\//, 'person'],
  [/^\/changesets\//, 'changeset'],
  [/^\/files\//, 'file'],
  [/^\/imports\//, 'import'],
]
/** Named in a body that says nothing of it. */
const named: Record<string, Place> = {
  'POST /session/workspace': { in: 'body', name: 'workspace', object: 'workspace' },
  'POST /day/snooze': { in: 'body', name: 'id', object: 'lead' },
}

/** Where records are named: in the address by its own shape, elsewhere as the document says. */
export function placesOf({ ground }: Pick<Matrix, 'ground'>, { method, path, described }: Operation): Place[] {
  const apart = named[`${method} ${path}`]
  if (apart) return [apart]
  const object = kinds.find(([pattern]) => pattern.test(path))?.[1] ?? ground.byPath.get(path.split('/')[1]!)?.name
  const inPath: Place[] = path.includes('{id}') ? [{ in: 'path', name: 'id', object: object ?? '?' }] : []
  // The id of a line says which line of this document is meant; one of another document's is a new line (selling-rights.test.ts).
  // `*`: a value of one of the file's columns to be, asked after when rows are written.
  const lines = new Set(
    ground.ours.shapes.flatMap(({ fields }) =>
      fields.flatMap((field) => (field.type === 'lines' ? [(field.options as { of: string }).of] : [])),
    ),
  )
  const isLine = (each: Place) => each.name.endsWith('.*.id') && lines.has(each.object)
  return [...inPath, ...(described['x-ref'] ?? []).filter((each) => each.in === 'body' && each.object !== '*' && !isLine(each))]
}

/** It names a record within another one that is there already. */
export const refersFromOne = (operation: Operation, place: Place | undefined) =>
  place?.in === 'body' && !itself(place) && (operation.path.includes('{id}') || place.name.startsWith('update.'))

const itself = (place: Place) => place.in === 'path' || /^(ids|remove)\.\*$|^update\.\*\.id$|^id$|^workspace$/.test(place.name)

function rightAt(doing: Doing, place: Place): Right {
  if (place.name === 'remove.*') return 'remove'
  return place.name === 'update.*.id' ? 'write' : itself(place) ? doing.on! : 'read'
}

export function casesOf(matrix: Matrix, operation: Operation): Case[] {
  const { hired, ground, relations: told, beside: apart, standing, through } = matrix
  const { firm, actors } = hired
  const object = ground.byPath.get(operation.path.split('/')[1]!)?.name
  const doing = doingOf(firm, operation.method, operation.path, object)
  if (!doing) return []
  const places = placesOf(matrix, operation)
  const deed = operation.path.split('/').at(-1)!
  const way = object && operation.method === 'POST' ? through(object, deed) : []
  return actors.flatMap((actor) => {
    const one = (place: Place | undefined, situation: string, verdict: Verdict): Case => ({
      operation,
      doing,
      actor,
      place,
      situation,
      verdict,
      itself: !place || itself(place),
      through: place && itself(place) ? way : [],
    })
    const door = atTheDoor(firm, doing, actor, operation.method)
    if (door) return [one(places[0], places[0] ? (situationsOf(told, apart, places[0])[0] ?? 'none') : '', door)]
    const plain = places.some((place) => place.in === 'path' || place.name === 'id' || place.name === 'workspace' || place.name === 'ids.*')
    const found = plain ? [] : [one(undefined, '', 'allowed')]
    for (const place of places) {
      const right = rightAt(doing, place)
      // He refers to others from a record of his own; who has none is refused before.
      if (refersFromOne(operation, place) && !may(firm, actor, standing(object!, 'own', []) ?? standing(object!, 'there', []), 'write'))
        continue
      for (const situation of situationsOf(told, apart, place)) {
        const lain = standing(place.object, situation, itself(place) ? way : [])
        const verdict = onTheRecord(firm, actor, lain, right)
        // What the neighbour does in his own house is his.
        if (verdict === 'allowed' && actor.home === 'theirs' && !doing.reads) continue
        // A line is one of this document's, or none.
        if (verdict === 'allowed' && !itself(place) && lain.document) continue
        found.push(one(place, situation, verdict))
      }
    }
    return found
  })
}

const situationsOf = (told: Relations, apart: Beside, { object }: Place) => apart.situations(object) ?? told.situations(object)

/** Nobody has said whose it is, how it is called, or what its address names. */
export async function gapsOf(matrix: Matrix, operation: Operation): Promise<string[]> {
  const { hired, ground } = matrix
  const { method, path } = operation
  const gaps: string[] = []
  const object = ground.byPath.get(path.split('/')[1]!)?.name
  const doing = doingOf(hired.firm, method, path, object)
  if (!doing) gaps.push(`${method} ${path}: the policy does not say whose it is`)
  const places = doing ? placesOf(matrix, operation) : []
  if (doing?.on && !places.some(itself)) gaps.push(`${method} ${path}: no record is named`)
  if (!doing) return gaps
  // Whatever a sample refers to is there from now on, in both firms.
  for (const actor of hired.actors.filter(({ name }) => ['an administrator', 'another firm’s administrator'].includes(name)))
    for (const place of places.length ? places : [undefined])
      if (!(await sample(ground, operation, actor, { place, id: 'x' }))) return [...gaps, `${method} ${path}: no sample request`]
  return gaps
}

/** What the document says of who may, beside what the policy says; a sentence where they differ. */
export function disagreeing({ hired, ground }: Pick<Matrix, 'hired' | 'ground'>, operation: Operation): string[] {
  const { method, path, described } = operation
  const object = ground.byPath.get(path.split('/')[1]!)?.name
  const doing = doingOf(hired.firm, method, path, object)
  if (!doing) return []
  const { who, right, may: said, object: about } = described['x-authz']
  const entry = doing.entry === 'person-session' ? 'session' : doing.entry
  // A batch and a deed on many change records, whatever else they do; whoever hands one on writes it, by his own right.
  const gives = doing.on === 'give'
  const change = path.endsWith('/batch') || gives ? 'write' : (doing.create && 'create') || (doing.on ?? 'read')
  const expected = { who: entry, right: gives ? 'assign' : doing.right, ...(object && about ? { about: object, may: change } : {}) }
  const found = { who, right, ...(object && about ? { about, may: said } : {}) }
  const named = described['x-ref']?.find((each) => each.in === 'path' && each.name === 'id')?.object
  const meant = placesOf({ ground }, operation).find((place) => place.in === 'path')?.object
  const wrong = (what: string, ours: unknown, theirs: unknown) =>
    JSON.stringify(ours) === JSON.stringify(theirs)
      ? []
      : [`${method} ${path}: ${what} is ${JSON.stringify(ours)} by the policy, ${JSON.stringify(theirs)} in the document`]
  return [...wrong('who may', expected, found), ...wrong('the record of its address', meant === 'person' ? 'user' : meant, named)]
}

/** Of each operation some of each verdict, at each place one: those that come up differ from operation to operation. */
export function sampled(cases: Case[], { pick }: Chance): Case[] {
  const most: Record<Verdict, number> = { 'sign-in': 1, 'choose-workspace': 1, csrf: 1, forbidden: 1, unknown: 1, allowed: 1 }
  const groups = Map.groupBy(cases, ({ operation, verdict, place, itself: own }) => `${operation.id} ${verdict} ${own ? '' : place!.name}`)
  return [...groups.values()].flatMap((group) => {
    const count = group[0]!.itself ? most[group[0]!.verdict] : 1
    return [...new Set(Array.from({ length: count }, () => pick(group)))]
  })
}
