import { useEffect, useId, useState } from 'react'
import type { ObjectShape, RecordJson } from '../../../lib/wire.ts'
import { Button } from '../../../ui/Button.tsx'
import { DayInput } from '../../../ui/DayInput.tsx'
import { Input } from '../../../ui/Input.tsx'
import { useReader } from '../../../ui/reader.tsx'
import { Chip } from '../../../ui/Tag.tsx'
import { words as ui } from '../../../ui/words.ts'
import { change, complain, offerUndo } from '../../../web/api/deeds.ts'
import { leave, readAnew } from './day.ts'
import { nearDays } from './nearDays.ts'
import { words } from './words.ts'

type Props = { object: ObjectShape; record: RecordJson; onClose: () => void; onGone: () => void }

/** What comes next, and when: then somebody minds it again. */
export function Plan({ object, record, onClose, onGone }: Props) {
  const t = words.use()
  const u = ui.use()
  const id = useId()
  const reader = useReader()
  const [nextStep, setNextStep] = useState('')
  const [nextStepAt, setNextStepAt] = useState<string | null>(null)
  useEffect(() => document.getElementById(`${id}-plan`)?.focus(), [id])
  const save = async () => {
    const text = nextStep.trim()
    if (text === '' && nextStepAt === null) return
    onGone()
    leave(record.id)
    try {
      const { changeset } = await change(object, record, { nextStep: text || t('task'), nextStepAt }, true)
      offerUndo(t('planned', { what: text || t('task') }), changeset)
    } catch (error) {
      complain(error)
    }
    readAnew()
  }
  return (
    <form
      className="complete"
      aria-label={t('plan')}
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.nativeEvent.isComposing) return
        event.preventDefault()
        event.stopPropagation()
        onClose()
      }}
    >
      <div className="complete-line" role="group" aria-label={t('nextStep')}>
        <label className="second complete-label" htmlFor={`${id}-plan`}>
          {t('nextStep')}
        </label>
        <Input id={`${id}-plan`} className="complete-next" value={nextStep} onChange={setNextStep} placeholder={t('planHint')} />
        {nearDays(reader, (key) => key === 'today').map(([key, day]) => (
          <Chip key={key} on={nextStepAt === day} onChoose={() => setNextStepAt(nextStepAt === day ? null : day)}>
            {u(key)}
          </Chip>
        ))}
        <span className="complete-day">
          <DayInput value={nextStepAt} onChange={setNextStepAt} time="may" name={t('when')} />
        </span>
        <span className="grow" />
        <Button small look="quiet" onClick={onClose}>
          {t('cancel')}
        </Button>
        <Button small look="primary" type="submit" keys="↵">
          {t('plan')}
        </Button>
      </div>
    </form>
  )
}
