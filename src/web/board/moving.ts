/** What happens when a card comes to another column: a change at once, a deed that asks, or a word why not. */
import { becauseOf } from '../deed/because.ts'
import type { ActionShape, BoardShape, ObjectShape, RecordJson } from '../../lib/wire.ts'
import { say } from '../../ui/i18n.ts'
import { change, complain, offerUndo } from '../api/deeds.ts'
import { titleOf } from '../record/titles.ts'
import { isOpen, type State } from './columns.ts'
import { words } from './words.ts'

export type Way = { how: 'here' } | { how: 'change' } | { how: 'deed'; action: ActionShape } | { how: 'not'; because: string }

/** Between open states a card is moved by hand; to and from those that close, by the deed that leads there. */
export function wayTo(object: ObjectShape, board: BoardShape, states: State[], record: RecordJson, to: State): Way {
  const from = states.find((state) => state.id === record[board.by])
  if (from?.id === to.id) return { how: 'here' }
  if (from && isOpen(from) && isOpen(to)) {
    const field = object.fields.find((one) => one.name === board.by)
    const may = field?.access === 'write' && record.can.update === true
    return may ? { how: 'change' } : { how: 'not', because: words.t('mayNot') }
  }
  const leading = object.actions.filter((action) => action.leadsTo === to.id)
  const action = leading.find(({ name }) => record.can[name] === true)
  if (action) return { how: 'deed', action }
  const refused = leading.find(({ name }) => record.can[name] !== undefined)
  if (refused) return { how: 'not', because: becauseOf(refused, record) ?? '' }
  return { how: 'not', because: leading.length > 0 ? words.t('mayNot') : words.t('noWay', { state: say(to.label) }) }
}

/** Shown before the server has it; taken back with a word when it is refused, by a click when it is not. */
export async function move(object: ObjectShape, board: BoardShape, record: RecordJson, to: State): Promise<void> {
  try {
    const { changeset } = await change(object, record, { [board.by]: to.id }, true)
    offerUndo(words.t('moved', { title: titleOf(object, record), state: say(to.label) }), changeset)
  } catch (error) {
    complain(error)
  }
}
