import { useEffect, useRef, useState } from 'react'
import { choicesOf, FileEdit, type Uploaded } from '../../fields/web.ts'
import type { ObjectShape, RecordJson } from '../../lib/wire.ts'
import { Button } from '../../ui/Button.tsx'
import { DayInput, quickDays } from '../../ui/DayInput.tsx'
import { say } from '../../ui/i18n.ts'
import { Edit } from '../../ui/icons.ts'
import { Input, TextArea } from '../../ui/Input.tsx'
import { useReader } from '../../ui/reader.tsx'
import { Chip } from '../../ui/Tag.tsx'
import { words as ui } from '../../ui/words.ts'
import { create, offerUndo, refreshAll } from '../api/deeds.ts'
import { Problem } from '../api/http.ts'
import { useMe, useSchema } from '../api/queries.ts'
import { keepDraft, readDraft } from '../form/drafts.ts'
import { drawnOr } from '../icons.tsx'
import { followUpOf, names, plannedKind, type FollowUp } from './followUp.ts'
import { fieldOf } from './titles.ts'
import { words } from './words.ts'

type Props = { object: ObjectShape; record: RecordJson; folded?: boolean }

/** A follow-up in five seconds: how, what, what came of it, what comes next. */
export function Composer({ object, record, folded }: Props) {
  const t = words.use()
  const followUp = followUpOf(useSchema(), object)
  const [open, setOpen] = useState(!folded)
  if (!followUp?.object.can.create) return null
  if (!open)
    return (
      <Button look="primary" icon={<Edit />} className="composer-open" onClick={() => setOpen(true)}>
        {t('write')}
      </Button>
    )
  return <Writing key={record.id} followUp={followUp} object={object} record={record} focus={folded} />
}

type Draft = {
  kind: string
  text: string
  outcome: string | null
  dueAt: string | null
  nextStep: string
  nextStepAt: string | null
  files: Uploaded[]
}

function Writing({ followUp, object, record, focus }: { followUp: FollowUp; object: ObjectShape; record: RecordJson; focus?: boolean }) {
  const t = words.use()
  const me = useMe()
  const place = me.workspace?.id ?? ''
  const kept = `${followUp.object.name}.${record.id}`
  const kindField = fieldOf(followUp.object, names.kind)
  const outcomeField = fieldOf(followUp.object, names.outcome)
  const kinds = kindField ? choicesOf(kindField) : []
  const outcomes = outcomeField ? choicesOf(outcomeField) : []
  const start: Draft = { kind: kinds[0]?.value ?? '', text: '', outcome: null, dueAt: null, nextStep: '', nextStepAt: null, files: [] }
  const [draft, setDraft] = useState<Draft>({ ...start, ...readDraft(place, kept) })
  const [wrong, setWrong] = useState<Record<string, string>>({})
  const [busy, setBusy] = useState(false)
  const [focused, setFocused] = useState(focus === true)
  const box = useRef<HTMLDivElement>(null)
  const put = (change: Partial<Draft>) => setDraft((now) => ({ ...now, ...change }))
  useEffect(() => {
    const begun = draft.text.trim() !== '' || draft.nextStep.trim() !== '' || draft.files.length > 0
    keepDraft(place, kept, begun ? draft : null)
  }, [place, kept, draft])
  const planned = draft.kind === plannedKind
  const save = async () => {
    if (busy) return
    if (!draft.text.trim() && !draft.nextStep.trim() && !draft.outcome && draft.files.length === 0)
      return box.current?.querySelector('textarea')?.focus()
    setBusy(true)
    setWrong({})
    const given = {
      [names.kind]: draft.kind || undefined,
      [names.text]: draft.text.trim() || undefined,
      [names.outcome]: planned ? undefined : (draft.outcome ?? undefined),
      [names.dueAt]: planned ? (draft.dueAt ?? undefined) : undefined,
      [names.doneAt]: planned ? undefined : new Date().toISOString(),
      [names.nextStep]: draft.nextStep.trim() || undefined,
      [names.nextStepAt]: draft.nextStepAt ?? undefined,
      [names.files]: draft.files.length > 0 ? draft.files.map((file) => file.id) : undefined,
      [followUp.by.name]: record.id,
    }
    try {
      const made = await create(followUp.object, known(followUp.object, given))
      setDraft({ ...start, kind: draft.kind })
      setFocused(false)
      refreshAll(object)
      offerUndo(t('written'), made.changeset)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      setWrong(error.errors.length > 0 ? error.byField() : { [names.text]: error.message })
    } finally {
      setBusy(false)
    }
  }
  const begun = busy || focused || draft.text !== '' || draft.nextStep !== '' || draft.outcome !== null || draft.files.length > 0
  return (
    <div
      ref={box}
      className="composer"
      onFocus={() => setFocused(true)}
      onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && event.relatedTarget !== null && setFocused(false)}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
          event.preventDefault()
          void save()
        }
      }}
    >
      <TextArea
        value={draft.text}
        onChange={(text) => put({ text })}
        rows={begun ? 2 : 1}
        placeholder={t('writeWhat')}
        aria-label={t('write')}
        autoFocus={focus}
        wrong={wrong[names.text] !== undefined}
      />
      <div className="composer-row" role="group" aria-label={kindField ? say(kindField.label) : undefined}>
        {kinds.map((kind) => (
          <Chip key={kind.value} on={draft.kind === kind.value} onChoose={() => put({ kind: kind.value })}>
            {drawnOr(kind.value, undefined)} {kind.label}
          </Chip>
        ))}
        <span className="grow" />
        {!begun && (
          <Button look="primary" small onClick={() => void save()}>
            {t('save')}
          </Button>
        )}
      </div>
      {begun && !planned && outcomes.length > 0 && (
        <div className="composer-row" role="group" aria-label={t('outcome')}>
          <span className="composer-label">{t('outcome')}</span>
          {outcomes.map((outcome) => (
            <Chip
              key={outcome.value}
              on={draft.outcome === outcome.value}
              onChoose={() => put({ outcome: draft.outcome === outcome.value ? null : outcome.value })}
            >
              {outcome.label}
            </Chip>
          ))}
        </div>
      )}
      {begun && planned && <Days label={t('due')} value={draft.dueAt} onChange={(dueAt) => put({ dueAt })} />}
      {begun && !planned && (
        <div className="composer-row">
          <span className="composer-label">{t('nextStep')}</span>
          <Input
            value={draft.nextStep}
            onChange={(nextStep) => put({ nextStep })}
            placeholder={t('next')}
            aria-label={t('nextStep')}
            className="composer-next"
          />
        </div>
      )}
      {begun && !planned && (draft.nextStep.trim() !== '' || draft.nextStepAt !== null) && (
        <Days label={t('due')} value={draft.nextStepAt} onChange={(nextStepAt) => put({ nextStepAt })} />
      )}
      {Object.values(wrong).map((message) => (
        <p key={message} className="late" role="alert">
          {message}
        </p>
      ))}
      {begun && (
        <div className="composer-foot">
          <span className="grow">
            {fieldOf(followUp.object, names.files)?.access === 'write' && (
              <FileEdit id={`attach-${record.id}`} value={draft.files} onChange={(files) => put({ files: files as Uploaded[] })} />
            )}
          </span>
          <Button look="primary" busy={busy} keys="Ctrl ↵" onClick={() => void save()}>
            {t('save')}
          </Button>
        </div>
      )}
    </div>
  )
}

function Days({ label, value, onChange }: { label: string; value: string | null; onChange: (value: string | null) => void }) {
  const reader = useReader()
  const t = ui.use()
  return (
    <div className="composer-row" role="group" aria-label={label}>
      <span className="composer-label">{label}</span>
      {quickDays(reader).map(([key, day]) => (
        <Chip key={key} on={value === day} onChoose={() => onChange(value === day ? null : day)}>
          {t(key)}
        </Chip>
      ))}
      <span className="composer-day">
        <DayInput value={value} onChange={onChange} time="may" name={label} />
      </span>
    </div>
  )
}

/** Only what the object has and this person may write. */
function known(object: ObjectShape, values: Record<string, unknown>): Record<string, unknown> {
  const writable = new Set(object.fields.filter((field) => field.access === 'write').map((field) => field.name))
  return Object.fromEntries(Object.entries(values).filter(([name, value]) => value !== undefined && writable.has(name)))
}
