import { useEffect, useId, useRef, useState } from 'react'
import { choicesOf } from '../../../fields/web.ts'
import type { RecordJson } from '../../../lib/wire.ts'
import { Input } from '../../../ui/Input.tsx'
import { Chip } from '../../../ui/Tag.tsx'
import { act, complain, offerUndo } from '../../../web/api/deeds.ts'
import { objectNamed, useSchema } from '../../../web/api/queries.ts'
import { fieldOf } from '../../../web/record/titles.ts'
import { leave, readAnew } from './day.ts'
import { type Next, NextLine } from './NextLine.tsx'
import { words } from './words.ts'

type Props = { task: RecordJson; what: string; onClose: () => void; onGone: () => void }

/** What came of it and what comes next, in place: a digit, a few words, Enter. */
export function Complete({ task, what, onClose, onGone }: Props) {
  const t = words.use()
  const id = useId()
  const activity = objectNamed(useSchema(), 'activity')
  const outcomeField = activity && fieldOf(activity, 'outcome')
  const outcomes = outcomeField ? choicesOf(outcomeField) : []
  const [outcome, setOutcome] = useState<string | null>(null)
  const [note, setNote] = useState('')
  const [next, setNext] = useState<Next>({ text: '', at: null })
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => form.current?.focus(), [])

  const save = async () => {
    if (!activity) return
    onGone()
    leave(task.id)
    const step = next.text.trim()
    const input = {
      ...(outcome === null ? {} : { outcome }),
      ...(note.trim() === '' ? {} : { text: `${what}：${note.trim()}` }),
      // A day without words is the same thing again.
      ...(step === '' && next.at === null ? {} : { nextStep: step || what, nextStepAt: next.at }),
    }
    try {
      const { changeset } = await act(activity, task.id, 'complete', input)
      offerUndo(t('completed', { what }), changeset)
    } catch (error) {
      complain(error)
    }
    readAnew()
  }
  return (
    <form
      ref={form}
      tabIndex={-1}
      className="complete"
      aria-label={t('completed', { what })}
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
      onKeyDown={(event) => {
        if (event.nativeEvent.isComposing) return
        const digit = event.target instanceof HTMLInputElement ? undefined : outcomes[Number(event.key) - 1]
        if (digit) setOutcome(outcome === digit.value ? null : digit.value)
        else if (event.key === 'Escape') onClose()
        else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey || event.target === form.current)) void save()
        else return
        event.preventDefault()
        event.stopPropagation()
      }}
    >
      <div className="complete-line" role="group" aria-label={t('outcome')}>
        <span className="second complete-label">{t('outcome')}</span>
        {outcomes.map(({ value, label }, index) => (
          <Chip key={value} on={outcome === value} onChoose={() => setOutcome(outcome === value ? null : value)}>
            {label} <kbd aria-hidden="true">{index + 1}</kbd>
          </Chip>
        ))}
        <Input className="complete-note" value={note} onChange={setNote} placeholder={t('note')} aria-label={t('note')} />
      </div>
      <NextLine
        id={`${id}-next`}
        next={next}
        hint={t('nextHint')}
        save={t('save')}
        onChange={(part) => setNext((now) => ({ ...now, ...part }))}
        onClose={onClose}
      />
    </form>
  )
}
