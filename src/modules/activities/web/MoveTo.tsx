import type { RefObject } from 'react'
import { sayDay } from '../../../lib/when.ts'
import type { RecordJson } from '../../../lib/wire.ts'
import { instantOf, instantText, localIn } from '../../../lib/zone.ts'
import { Button } from '../../../ui/Button.tsx'
import { Calendar } from '../../../ui/Calendar.tsx'
import { Popover } from '../../../ui/Popover.tsx'
import { useReader } from '../../../ui/reader.tsx'
import { words as ui } from '../../../ui/words.ts'
import { change, complain, offerUndo } from '../../../web/api/deeds.ts'
import { objectNamed, useSchema } from '../../../web/api/queries.ts'
import { nearDays } from './nearDays.ts'
import { leave, readAnew } from './tasks.ts'
import { words } from './words.ts'

type Props = { task: RecordJson; anchor: RefObject<HTMLElement | null>; onClose: () => void; onGone: () => void }

/** To another day; a time of day stays as it was. */
export function MoveTo({ task, anchor, onClose, onGone }: Props) {
  const t = words.use()
  const u = ui.use()
  const reader = useReader()
  const activity = objectNamed(useSchema(), 'activity')
  const at = typeof task.dueAt === 'string' ? task.dueAt : null
  const local = at !== null && at.length > 10 ? localIn(reader.timeZone, at) : at
  const move = async (day: string) => {
    if (!activity) return
    const dueAt = local !== null && local.length > 10 ? instantText(instantOf(reader.timeZone, `${day}${local.slice(10)}`)) : day
    onGone()
    leave(task, reader, dueAt)
    try {
      const { changeset } = await change(activity, task, { dueAt }, true)
      offerUndo(t('moved', { day: sayDay(day, reader) }), changeset)
    } catch (error) {
      complain(error)
    }
    readAnew()
  }
  const days = nearDays(reader, (_, day) => day === local?.slice(0, 10))
  return (
    <Popover anchor={anchor} end className="day-pop" role="dialog" label={t('pick')} onClose={onClose}>
      <div className="day-quick">
        {days.map(([key, day], index) => (
          <Button key={key} small autoFocus={index === 0} onClick={() => void move(day)}>
            {u(key)}
          </Button>
        ))}
      </div>
      <Calendar day={local?.slice(0, 10) ?? null} onChoose={(day) => void move(day)} />
    </Popover>
  )
}
