/** The columns of a board: the states in the order of the definition, and which cards stand in each. */
import type { BoardShape, FieldShape, ObjectShape } from '../../lib/wire.ts'
import type { Label } from '../../ui/i18n.ts'
import { allOf, type Filter, isCondition, partsOf } from '../api/filter.ts'
import { rowsOf, type Rows } from '../api/rows.ts'

export type State = { id: string; label: Label; phase: string }
/** What the page above asks for: its tab, its chips, its search. */
export type Asked = { tab: Filter | undefined; filter: Filter | undefined; search: string | undefined }

export const isOpen = (state: State): boolean => state.phase === 'open'

export function statesOf(object: ObjectShape, { by }: BoardShape): State[] {
  const field: FieldShape | undefined = object.fields.find((one) => one.name === by)
  const states = (field?.options.states ?? {}) as Record<string, Omit<State, 'id'>>
  return Object.entries(states).map(([id, state]) => ({ ...state, id }))
}

/** What a tab says of the states decides which columns stand open; the rest of it, which cards stand in them. */
export function takeApart(tab: Filter | undefined, { by }: BoardShape): { rest: Filter | undefined; phases: unknown[] } {
  const parts = partsOf(tab)
  const about = parts.filter(isCondition).find(({ field, op }) => field === by && op === 'phase')
  return { rest: allOf(parts.filter((part) => part !== about)), phases: about ? [about.value].flat() : ['open'] }
}

export const cardsAsked = (board: BoardShape, { tab, filter }: Asked): Filter | undefined => allOf([takeApart(tab, board).rest, filter])

/** The soonest first, and of those that are over the latest. `later`: a folded column reads nothing. */
export function rowsIn(object: ObjectShape, board: BoardShape, asked: Asked, state: State, later: boolean): Rows {
  const day = isOpen(state) ? board.day : (board.closedDay ?? board.day)
  return rowsOf(
    {
      object: object.name,
      path: object.path,
      filter: allOf([cardsAsked(board, asked), { field: board.by, op: 'eq', value: state.id }]),
      sort: day && (isOpen(state) ? day : `-${day}`),
      search: asked.search,
      fields: cardFields(object, board),
      holds: { field: board.by, value: state.id },
    },
    later,
  )
}

/** What a card draws, and what the side panel shows at once. */
function cardFields(object: ObjectShape, board: BoardShape): string[] {
  const { by, sum, day, closedDay, card, marks } = board
  const wanted = [
    ...object.title,
    ...object.views.subtitle,
    by,
    sum,
    day,
    closedDay,
    ...card,
    ...marks,
    object.owner,
    'nextStep',
    'nextStepAt',
  ]
  const known = new Set(object.fields.map((field) => field.name))
  return [...new Set(wanted.flatMap((name) => (name !== undefined && known.has(name) ? name : [])))].toSorted()
}
