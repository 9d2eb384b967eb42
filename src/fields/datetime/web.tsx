import { readDay } from '../../lib/day-words.ts'
import { sayAgo, sayDate, sayDay, sayFully, sayMoment, today } from '../../lib/when.ts'
import { instantOf, instantText, localIn } from '../../lib/zone.ts'
import { DayInput } from '../../ui/DayInput.tsx'
import { useReader } from '../../ui/reader.tsx'
import type { Face } from '../face.ts'

/** A day, or a day with a time: past ones by how long ago, coming ones by their name. */
function Moment({ value }: { value: unknown }) {
  const reader = useReader()
  const text = String(value)
  if (text.length <= 10) return <span data-tip={sayDate(text, reader.language, true)}>{sayDay(text, reader)}</span>
  const past = Date.parse(text) <= reader.now
  return <span data-tip={sayFully(text, reader)}>{past ? sayAgo(text, reader) : sayMoment(text, reader)}</span>
}

const pasted =
  (optional: boolean): Face['fromPaste'] =>
  (text, _, reader) => {
    const read = readDay(text, today(reader))
    if (!read) return text
    if (read.time === undefined && optional) return read.day
    return instantText(instantOf(reader.timeZone, `${read.day}T${read.time ?? '09:00'}:00.000`))
  }

export const datetimeFace: Face = {
  groups: 'month',
  show: (value, _, reader) => {
    const text = String(value)
    return text.length <= 10 ? text : localIn(reader.timeZone, text).slice(0, 16).replace('T', ' ')
  },
  Cell: Moment,
  Edit: ({ id, value, onChange, wrong, autoFocus }) => (
    <DayInput
      id={id}
      value={typeof value === 'string' ? value : null}
      onChange={onChange}
      time="must"
      wrong={wrong}
      autoFocus={autoFocus}
    />
  ),
  FilterEdit: ({ id, value, onChange }) => <DayInput id={id} value={typeof value === 'string' ? value : null} onChange={onChange} />,
  fromPaste: pasted(false),
  width: 130,
}

/** A day that may carry a time. */
export const dayWithTimeFace: Face = {
  ...datetimeFace,
  Edit: ({ id, value, onChange, wrong, autoFocus }) => (
    <DayInput id={id} value={typeof value === 'string' ? value : null} onChange={onChange} time="may" wrong={wrong} autoFocus={autoFocus} />
  ),
  fromPaste: pasted(true),
}
