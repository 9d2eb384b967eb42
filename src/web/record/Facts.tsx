import { useMemo, useState } from 'react'
import { sayAgo } from '../../lib/when.ts'
import type { FieldShape, ObjectShape, RecordJson } from '../../lib/wire.ts'
import { Button } from '../../ui/Button.tsx'
import { Down, Up } from '../../ui/icons.ts'
import { useReader } from '../../ui/reader.tsx'
import { linesFields } from '../lines/shape.ts'
import { totalsOf } from '../lines/totals.ts'
import { useEdits } from '../list/edits.ts'
import { Fact } from './Fact.tsx'
import { words } from './words.ts'

type Props = { object: ObjectShape; record: RecordJson; filledOnly?: boolean }

/** The fields of a record in the order of its form, each edited where it stands. Empty rare ones fold away. */
export function Facts({ object, record, filledOnly }: Props) {
  const t = words.use()
  const reader = useReader()
  const edits = useEdits(object)
  const [open, setOpen] = useState(false)
  const fields = useMemo(() => factFields(object), [object])
  // What is computed and does not hold (nobody minds it: no) is nothing to read either.
  const isEmpty = ({ name, kind }: FieldShape) =>
    (record[name] ?? null) === null || record[name] === '' || (kind === 'computed' && record[name] === false)
  const hidden = fields.filter((field) => isEmpty(field) && (field.folded || filledOnly || field.access !== 'write'))
  const shown = fields.filter((field) => open || !hidden.includes(field))
  return (
    <div className="facts">
      <dl>
        {shown.map((field) => (
          <Fact key={field.name} object={object} record={record} field={field} edits={edits} />
        ))}
      </dl>
      {hidden.length > 0 && (
        <Button small look="quiet" icon={open ? <Up /> : <Down />} aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? t('fewerFields') : t('moreFields', { count: hidden.length })}
        </Button>
      )}
      {!filledOnly && (
        <p className="facts-info">
          {t('info', {
            created: sayAgo(record.createdAt, reader),
            creator: record.createdBy?.title ?? t('system'),
            updated: sayAgo(record.updatedAt, reader),
            updater: record.updatedBy?.title ?? t('system'),
          })}
        </p>
      )}
    </div>
  )
}

/** Form order first, then what the form does not name; the title stands in the head and the state in its path already, the next step in its own place, lines and what they come to in theirs, an alarm over all of it. */
function factFields(object: ObjectShape): FieldShape[] {
  const byName = new Map(object.fields.map((field) => [field.name, field]))
  const named = object.views.form.flat()
  const alarms = new Set(object.views.alarms.map((alarm) => alarm.field))
  const under = new Set(linesFields(object).flatMap((lines) => [lines.name, ...totalsOf(object, lines.name).map((field) => field.name)]))
  const rest = object.fields.filter((field) => field.kind !== 'system' && !named.includes(field.name)).map((field) => field.name)
  return [...named, ...rest].flatMap((name) => {
    const field = byName.get(name)
    const elsewhere = name === object.state || under.has(name) || alarms.has(name) || name === 'nextStep' || name === 'nextStepAt'
    return field && !elsewhere ? [field] : []
  })
}
