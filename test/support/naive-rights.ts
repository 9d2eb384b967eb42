/**
 * Rights as one would say them aloud, over all rows in plain JavaScript and one row at a time: the judge of what the engine
 * compiles to SQL. Shares no line with it, and knows nothing of stored anchors, branches or indexes.
 */
import type { RoleDefinition, Scope } from '../../src/engine/definition.ts'
import type { App } from './app.ts'
import { type Plain, ask } from './rows.ts'

export type Kind = 'account' | 'lead' | 'contact' | 'opportunity' | 'activity' | 'quote' | 'order' | 'payment' | Line
export type Line = 'quoteLine' | 'orderLine' | 'allocation'
export const lines = ['quoteLine', 'orderLine', 'allocation'] as const
export const kinds = ['account', 'lead', 'contact', 'opportunity', 'activity', 'quote', 'order', 'payment'] as const
export const paths: Record<Kind, string> = {
  account: 'accounts',
  lead: 'leads',
  contact: 'contacts',
  opportunity: 'opportunities',
  activity: 'activities',
  quote: 'quotes',
  order: 'orders',
  payment: 'payments',
  quoteLine: 'quote-lines',
  orderLine: 'order-lines',
  allocation: 'allocations',
}
export const tableOf = (kind: Kind) => ({ quoteLine: 'o_quote_line', orderLine: 'o_order_line' })[kind as string] ?? `o_${kind}`
/** By what a list of them is sorted where it is asked in an order; the others by name. */
export const sorts: Partial<Record<Kind, string>> = {
  activity: '-dueAt',
  quote: '-total,number',
  order: 'unpaid,-createdAt',
  payment: '-unallocated',
  quoteLine: 'amount,-createdAt',
  orderLine: '-place,amount',
  allocation: '-amount',
}
/** Whose owner opens the record too: of these references the first that is filled. */
const anchors: Partial<Record<Kind, Kind[]>> = {
  contact: ['account'],
  activity: ['opportunity', 'account', 'lead', 'contact'],
  quote: ['account'],
  order: ['account'],
  payment: ['account'],
}
/** Open to whoever this is open to. */
const documents: Partial<Record<Kind, Kind>> = { quoteLine: 'quote', orderLine: 'order', allocation: 'payment' }

type Share = { record: string; user_id: string; level: string }
export type World = {
  people: Map<string, { department: string | null; roles: string[] }>
  parents: Map<string, string | null>
  rows: Record<Kind, Plain[]>
  shares: Share[]
  roles: RoleDefinition[]
}
/** `give`: to hand it on or to share it. */
export type Right = 'read' | 'write' | 'remove' | 'give'

export async function readWorld(app: App, roles: RoleDefinition[]): Promise<World> {
  const users = await ask(app, 'select id, f_department, f_roles::text as held from $.o_user')
  const departments = await ask(app, 'select id, f_parent from $.o_department')
  const rows = {} as World['rows']
  for (const kind of [...kinds, ...lines]) rows[kind] = await ask(app, `select * from $.${tableOf(kind)} order by id`)
  return {
    people: new Map(users.map((row) => [row.id!, { department: row.f_department!, roles: JSON.parse(row.held!) as string[] }])),
    parents: new Map(departments.map((row) => [row.id!, row.f_parent!])),
    rows,
    shares: await ask<Share>(app, 'select record, user_id, level from $.share'),
    roles,
  }
}

export function may(world: World, person: string, kind: Kind, row: Plain, right: Right): boolean {
  const of = documents[kind]
  if (of)
    return may(
      world,
      person,
      of,
      world.rows[of].find(({ id }) => id === row[`f_${of}`])!,
      right,
    )
  const { roles: held } = world.people.get(person)!
  for (const role of world.roles.filter(({ name }) => held.includes(name))) {
    const grant = (role.objects[kind] ?? role.objects['*'])!
    const scope = grant[right === 'give' ? 'write' : right]
    if (scope === 'all') return true
    if (scope === 'none') continue
    if (grant.unowned && !row.f_owner) return true
    for (const holder of [row.f_owner, anchorOf(world, kind, row)?.f_owner]) if (holder && within(world, person, holder, scope)) return true
  }
  // Shared to read, or to read and write; a share never allows to remove, nor to hand it on.
  const shareOf = (id: string | undefined) => world.shares.find(({ record, user_id }) => record === id && user_id === person)
  const share = shareOf(row.id!)
  if (share && (right === 'read' || (right === 'write' && share.level === 'write'))) return true
  // What hangs on what is shared is read with it.
  return right === 'read' && shareOf(anchorOf(world, kind, row)?.id ?? undefined) !== undefined
}

export const readable = (world: World, person: string, kind: Kind) =>
  world.rows[kind].filter((row) => may(world, person, kind, row, 'read'))

function anchorOf(world: World, kind: Kind, row: Plain): Plain | undefined {
  for (const target of anchors[kind] ?? []) {
    const id = row[`f_${target}`]
    if (id) return world.rows[target].find((each) => each.id === id)
  }
  return undefined
}

function within(world: World, person: string, holder: string, scope: Scope): boolean {
  if (holder === person) return true
  const mine = world.people.get(person)!.department
  const theirs = world.people.get(holder)?.department
  if (!mine || !theirs || scope === 'own') return false
  if (scope === 'department') return mine === theirs
  for (let at: string | null | undefined = theirs; at; at = world.parents.get(at)) if (at === mine) return true
  return false
}
