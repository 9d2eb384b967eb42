import { readDay } from '../../lib/day-words.ts'
import { sayDate, sayDay, today } from '../../lib/when.ts'
import { DayInput } from '../../ui/DayInput.tsx'
import { useReader } from '../../ui/reader.tsx'
import type { Face } from '../face.ts'

export const DayText = ({ day }: { day: string }) => {
  const reader = useReader()
  return <span data-tip={sayDate(day, reader.language, true)}>{sayDay(day, reader)}</span>
}

export const dateFace: Face = {
  show: (value) => String(value),
  Cell: ({ value }) => <DayText day={String(value)} />,
  Edit: ({ id, value, onChange, wrong, autoFocus }) => (
    <DayInput id={id} value={typeof value === 'string' ? value : null} onChange={onChange} wrong={wrong} autoFocus={autoFocus} />
  ),
  fromPaste: (text, _, reader) => readDay(text, today(reader))?.day ?? text,
  groups: 'month',
  width: 124,
}
