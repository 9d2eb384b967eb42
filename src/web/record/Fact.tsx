import { useRef, useState } from 'react'
import type { FieldShape, ObjectShape, RecordJson } from '../../lib/wire.ts'
import { IconButton } from '../../ui/Button.tsx'
import { say } from '../../ui/i18n.ts'
import { Edit as EditIcon, History as Icon, Lock } from '../../ui/icons.ts'
import { Popover } from '../../ui/Popover.tsx'
import { FieldEdit, refusedOf } from './FieldEdit.tsx'
import { canEdit, type Edits } from '../list/edits.ts'
import { Value } from '../Value.tsx'
import { HistoryOf } from './History.tsx'
import { lockedBy } from './locks.ts'
import { words } from './words.ts'

type Props = { object: ObjectShape; record: RecordJson; field: FieldShape; edits: Edits }

/** One field: read, click and write; its past on the clock beside it. */
export function Fact({ object, record, field, edits }: Props) {
  const t = words.use()
  const [editing, setEditing] = useState(false)
  const [past, setPast] = useState(false)
  const anchor = useRef<HTMLElement>(null)
  const face = useRef<HTMLButtonElement>(null)
  const name = say(field.label)
  const value = record[field.name] ?? null
  const locked = field.access === 'write' && record.can.update !== undefined ? lockedBy(object, record, field) : null
  const may = canEdit(object, field, record) && locked === null
  const wrong = refusedOf(edits, record, field)
  const leave = () => {
    setEditing(false)
    edits.forget()
    requestAnimationFrame(() => face.current?.focus())
  }
  const shown = <Value field={field} value={value} />
  return (
    <>
      <dt data-tip={field.help ? say(field.help) : undefined}>{name}</dt>
      <dd ref={anchor} className="fact">
        {editing || wrong ? (
          <FieldEdit
            field={field}
            record={record}
            edits={edits}
            onLeave={leave}
            onSaved={() => {
              setEditing(false)
              requestAnimationFrame(() => face.current?.focus())
            }}
          />
        ) : (
          <div
            className={`fact-value ${may ? '' : 'fixed'}`}
            data-tip={locked === null ? undefined : t('locked', { state: locked })}
            onClick={(event) => {
              // A telephone number is called, not edited, when it is clicked itself; by keyboard the pencil edits.
              if (may && !(event.target as HTMLElement).closest('a')) setEditing(true)
            }}
          >
            {value === null || value === '' ? <span className="second">—</span> : shown}
          </div>
        )}
        {!editing && !wrong && (
          <span className="fact-deeds">
            {locked !== null && (
              <span className="fact-lock" role="img" aria-label={t('locked', { state: locked })} data-tip={t('locked', { state: locked })}>
                <Lock />
              </span>
            )}
            {may && <IconButton small ref={face} name={t('edit', { field: name })} icon={<EditIcon />} onClick={() => setEditing(true)} />}
            {field.kind === 'kept' && (
              <IconButton small name={t('historyOf', { field: name })} icon={<Icon />} onClick={() => setPast(true)} />
            )}
          </span>
        )}
        {past && (
          <Popover anchor={anchor} onClose={() => setPast(false)} role="dialog" label={t('historyOf', { field: name })} className="past">
            <HistoryOf object={object} record={record} field={field} />
          </Popover>
        )}
      </dd>
    </>
  )
}
