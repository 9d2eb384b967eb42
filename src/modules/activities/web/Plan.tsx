import { useEffect, useId, useState } from 'react'
import type { ObjectShape, RecordJson } from '../../../lib/wire.ts'
import { change, complain, offerUndo } from '../../../web/api/deeds.ts'
import { leave, readAnew } from './day.ts'
import { type Next, NextLine } from './NextLine.tsx'
import { words } from './words.ts'

type Props = { object: ObjectShape; record: RecordJson; onClose: () => void; onGone: () => void }

/** What comes next, and when: then somebody minds it again. */
export function Plan({ object, record, onClose, onGone }: Props) {
  const t = words.use()
  const id = useId()
  const [next, setNext] = useState<Next>({ text: '', at: null })
  useEffect(() => document.getElementById(`${id}-plan`)?.focus(), [id])
  const save = async () => {
    const text = next.text.trim()
    if (text === '' && next.at === null) return
    onGone()
    leave(record.id)
    try {
      const { changeset } = await change(object, record, { nextStep: text || t('task'), nextStepAt: next.at }, true)
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
      <NextLine
        id={`${id}-plan`}
        next={next}
        hint={t('planHint')}
        save={t('plan')}
        onChange={(part) => setNext((now) => ({ ...now, ...part }))}
        onClose={onClose}
      />
    </form>
  )
}
