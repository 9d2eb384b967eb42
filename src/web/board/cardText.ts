/** What stands on a card, as text: a card is dragged and opened as one thing, so nothing in it is a link of its own. */
import { faceOf } from '../../fields/web.ts'
import { sayDate, sayDay } from '../../lib/when.ts'
import type { BoardShape, ObjectShape, RecordJson } from '../../lib/wire.ts'
import { dayIn } from '../../lib/zone.ts'
import { say } from '../../ui/i18n.ts'
import { useReader } from '../../ui/reader.tsx'
import { fieldOf } from '../record/titles.ts'

export function useCardText(object: ObjectShape, board: BoardShape, record: RecordJson) {
  const reader = useReader()
  const text = (name: string | undefined): string => {
    const field = name === undefined ? undefined : fieldOf(object, name)
    const value = field && record[field.name]
    return field && value !== null && value !== undefined ? faceOf(field).show(value, field, reader) : ''
  }
  return { text, marks: marksOn(object, board, record) }
}

const marksOn = (object: ObjectShape, board: BoardShape, record: RecordJson): string[] =>
  board.marks.filter((name) => record[name] === true).map((name) => say(fieldOf(object, name)?.label))

/** The day in words, in full when pointed at. */
export function useCardDay(object: ObjectShape, name: string | undefined, record: RecordJson): { text: string; tip: string } | null {
  const reader = useReader()
  const field = name === undefined ? undefined : fieldOf(object, name)
  const value = field && record[field.name]
  if (!field) return null
  if (typeof value !== 'string') return { text: '', tip: say(field.label) }
  const day = value.length > 10 ? dayIn(reader.timeZone, value) : value
  return { text: sayDay(day, reader), tip: `${say(field.label)} ${sayDate(day, reader.language, true)}` }
}

const line = 22
const around = 22

/** Known before it is drawn, so that a column of thousands scrolls without being measured. */
export function cardHeight(board: BoardShape, record: RecordJson, closed: boolean, narrow: boolean): number {
  const step = !closed && 'nextStep' in record ? 1 : 0
  const marks = board.marks.some((name) => record[name] === true) ? 1 : 0
  return around + line * (2 + board.card.length + step + marks) + (narrow ? 8 : 0)
}
