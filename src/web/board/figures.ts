/** Numbers of a board, all from the server: how many and how much in each column, and what is expected when. */
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { AggregateAnswer, BoardShape, ObjectShape } from '../../lib/wire.ts'
import { allOf, type Filter } from '../api/filter.ts'
import { send } from '../api/http.ts'
import { type Asked, cardsAsked } from './columns.ts'
import { type Figures, figuresOf, none, stretches } from './stretches.ts'

/** One question for all columns; by the state's id. */
export const columnFigures = (object: ObjectShape, board: BoardShape, asked: Asked) =>
  queryOptions({
    queryKey: ['board', object.name, 'columns', asked],
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => {
      const { groups } = await measure(object, board, { ...asked, filter: cardsAsked(board, asked) }, [{ field: board.by }], signal)
      return new Map(groups.map((group) => [String(group.key[board.by]), figuresOf(group)]))
    },
  })

export const figuresIn = (all: Map<string, Figures> | undefined, state: string): Figures | undefined => all && (all.get(state) ?? none)

/** One question for all days, added up to months here: the columns' index answers it without reading a record. */
export const forecast = (object: ObjectShape, board: BoardShape, asked: Asked, day: string, today: string) =>
  queryOptions({
    queryKey: ['board', object.name, 'forecast', asked, today],
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => {
      const open: Filter = { field: board.by, op: 'phase', value: ['open'] }
      const filter = allOf([cardsAsked(board, asked), open])
      const { groups } = await measure(object, board, { ...asked, filter }, [{ field: day }], signal)
      return stretches(day, today, groups)
    },
  })

function measure(
  { path }: ObjectShape,
  board: BoardShape,
  { filter, search }: Pick<Asked, 'filter' | 'search'>,
  groupBy: object[],
  signal: AbortSignal,
): Promise<AggregateAnswer> {
  const sums = (['sum', 'second'] as const).flatMap((as) => (board[as] ? { as, fn: 'sum', field: board[as] } : []))
  const body = { filter, search, groupBy, measures: [{ as: 'count', fn: 'count' }, ...sums], limit: 5000 }
  return send<AggregateAnswer>('POST', `/${path}/aggregate`, JSON.parse(JSON.stringify(body)), { signal })
}
