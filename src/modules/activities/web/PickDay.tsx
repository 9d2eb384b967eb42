import type { RefObject } from 'react'
import { Button } from '../../../ui/Button.tsx'
import { Calendar } from '../../../ui/Calendar.tsx'
import { Popover } from '../../../ui/Popover.tsx'
import { useReader } from '../../../ui/reader.tsx'
import { words as ui } from '../../../ui/words.ts'
import { nearDays } from './nearDays.ts'

type Props = {
  /** The day it is on now. */
  day: string | null
  label: string
  anchor: RefObject<HTMLElement | null>
  onPick: (day: string) => void
  onClose: () => void
}

/** Another day: the near ones by a click, any by the month. */
export function PickDay({ day, label, anchor, onPick, onClose }: Props) {
  const u = ui.use()
  const reader = useReader()
  return (
    <Popover anchor={anchor} end className="day-pop" role="dialog" label={label} onClose={onClose}>
      <div className="day-quick">
        {nearDays(reader, (_, near) => near === day).map(([key, near], index) => (
          <Button key={key} small autoFocus={index === 0} onClick={() => onPick(near)}>
            {u(key)}
          </Button>
        ))}
      </div>
      <Calendar day={day} onChoose={onPick} />
    </Popover>
  )
}
