import { useState } from 'react'
import type { ObjectShape, RecordJson } from '../../lib/wire.ts'
import { Button } from '../../ui/Button.tsx'
import { Check, NextStep as Icon } from '../../ui/icons.ts'
import { useReader } from '../../ui/reader.tsx'
import { refreshAll } from '../api/deeds.ts'
import { DeedDialog } from '../deed/DeedDialog.tsx'
import { dueText } from '../Due.tsx'
import { names, useOpenTask } from './followUp.ts'
import { fieldOf } from './titles.ts'
import { words } from './words.ts'

/** What is to be done next, red when it is late; done in one place, which asks what came of it and what comes then. */
export function NextStep({ object, record }: { object: ObjectShape; record: RecordJson }) {
  const t = words.use()
  const reader = useReader()
  const open = useOpenTask(object, record)
  const [doing, setDoing] = useState(false)
  if (!fieldOf(object, names.nextStep)) return null
  const text = record[names.nextStep]
  const at = record[names.nextStepAt]
  if (typeof text !== 'string' && typeof at !== 'string') return null
  const due = typeof at === 'string' ? dueText(at, reader) : null
  return (
    <div className={`next ${due?.tone ?? ''}`}>
      <Icon />
      <p className="grow">
        <b>
          {t('nextStep')} {due?.text}
        </b>
        {typeof text === 'string' && <span> · {text}</span>}
      </p>
      {open && (
        <Button small icon={<Check />} onClick={() => setDoing(true)}>
          {t('complete')}
        </Button>
      )}
      {doing && open && (
        <DeedDialog
          object={open.object}
          record={open.task}
          action={open.done}
          onClose={() => setDoing(false)}
          onDone={() => refreshAll(object)}
          preset={{ [names.nextStep]: null, [names.nextStepAt]: null }}
        />
      )}
    </div>
  )
}
