import { useRef } from 'react'
import { sayDate, sayDay, sayFully } from '../../../lib/when.ts'
import type { RecordJson } from '../../../lib/wire.ts'
import { localIn } from '../../../lib/zone.ts'
import { Button } from '../../../ui/Button.tsx'
import { Check, NextStep } from '../../../ui/icons.ts'
import { useReader } from '../../../ui/reader.tsx'
import { dueText } from '../../../web/Due.tsx'
import { Call } from './Call.tsx'
import { Complete } from './Complete.tsx'
import { MoveTo } from './MoveTo.tsx'
import type { Whose } from './whose.ts'
import { words } from './words.ts'

export type Doing = 'done' | 'move'
type Props = {
  task: RecordJson
  whose: Whose | null
  here: boolean
  doing: Doing | null
  onHere: () => void
  onDoing: (doing: Doing | null) => void
  onOpen: () => void
  onGone: () => void
}

/** When, whose, what; and what can be done about it without leaving the list. */
export function TaskRow({ task, whose, here, doing, onHere, onDoing, onOpen, onGone }: Props) {
  const t = words.use()
  const move = useRef<HTMLSpanElement>(null)
  const what = typeof task.text === 'string' ? task.text : t('task')
  return (
    <li data-id={task.id} className={`task ${here ? 'here' : ''}`} onFocus={onHere}>
      <div className="task-line">
        <When at={task.dueAt as string | null} />
        <button type="button" className="task-open" onClick={onOpen}>
          <span className="task-whose">
            <b className="cut">{whose?.name || what}</b>
            {whose?.firm && <span className="second cut">{whose.firm}</span>}
          </span>
          <span className="task-what">{whose ? what : ''}</span>
        </button>
        <span className="task-deeds">
          {whose?.numbers[0] && <Call numbers={whose.numbers} />}
          {task.can.update === true && (
            <span ref={move}>
              <Button
                small
                icon={<NextStep />}
                data-tip="R"
                aria-haspopup="dialog"
                onClick={() => onDoing(doing === 'move' ? null : 'move')}
              >
                {t('move')}
              </Button>
            </span>
          )}
          {task.can.complete === true && (
            <Button
              small
              icon={<Check />}
              data-tip="D"
              aria-expanded={doing === 'done'}
              onClick={() => onDoing(doing === 'done' ? null : 'done')}
            >
              {t('done')}
            </Button>
          )}
        </span>
      </div>
      {doing === 'move' && <MoveTo task={task} anchor={move} onClose={() => onDoing(null)} onGone={onGone} />}
      {doing === 'done' && <Complete task={task} what={what} onClose={() => onDoing(null)} onGone={onGone} />}
    </li>
  )
}

function When({ at }: { at: string | null }) {
  const t = words.use()
  const reader = useReader()
  if (at === null) return <span className="task-when second">{t('noDay')}</span>
  const timed = at.length > 10
  const { text, tone } = dueText(at, reader)
  const local = timed ? localIn(reader.timeZone, at) : at
  // Today's own times need no "today" before them.
  const near = tone === 'soon' ? (timed ? local.slice(11, 16) : sayDay(local, reader)) : text
  const colour = tone === 'soon' && !timed ? '' : tone
  return (
    <time dateTime={at} className={`task-when ${colour}`} data-tip={timed ? sayFully(at, reader) : sayDate(at, reader.language, true)}>
      {near}
    </time>
  )
}
