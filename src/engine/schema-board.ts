/** The board as far as a principal may see it: a board by what he may not read is none, and what is masked is not added up. */
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
