/** The board and the alarms as far as a principal may see them: a board by what he may not read is none, and what is masked is not added up. */
import type { ObjectShape } from '../lib/wire.ts'
import type { Placed } from './catalog.ts'
import { type Principal, fieldAccess } from './principal.ts'

export function boardFor(object: Placed, principal: Principal): Pick<ObjectShape['views'], 'board'> {
  const { board } = object.definition.views
  const open = (name: string) => ['read', 'write'].includes(fieldAccess(principal, object.name, name))
  if (!board || !open(board.by)) return {}
  const { by, card = [], marks = [], ...single } = board
  const known = Object.fromEntries(Object.entries(single).filter(([, name]) => open(name)))
  return { board: { by, card: card.filter(open), marks: marks.filter(open), ...known } }
}

/** What is wrong is said without the day or the amount that he may not read. */
export function alarmsFor(object: Placed, principal: Principal): ObjectShape['views']['alarms'] {
  const open = (name: string | undefined) => name !== undefined && ['read', 'write'].includes(fieldAccess(principal, object.name, name))
  return (object.definition.views.alarms ?? [])
    .filter(({ field }) => open(field))
    .map(({ field, since, amount }) => ({ field, ...(open(since) ? { since } : {}), ...(open(amount) ? { amount } : {}) }))
}
