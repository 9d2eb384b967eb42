import { useMemo, useRef, useState } from 'react'
import { faceOf } from '../../fields/web.ts'
import { today } from '../../lib/when.ts'
import type { ObjectShape, RecordJson } from '../../lib/wire.ts'
import { Button } from '../../ui/Button.tsx'
import { say, useLanguage } from '../../ui/i18n.ts'
import { Edit, Lock } from '../../ui/icons.ts'
import { useReader } from '../../ui/reader.tsx'
import { change } from '../api/deeds.ts'
import { Problem } from '../api/http.ts'
import { useMe, useSchema } from '../api/queries.ts'
import { keepDraft, readDraft } from '../form/drafts.ts'
import { inside, stillWrong } from '../form/inside.ts'
import { allCame } from '../form/waiting.ts'
import { lockedBy } from '../record/locks.ts'
import { LinesGrid } from './LinesGrid.tsx'
import { LinesTable } from './LinesTable.tsx'
import { type Line, filledOf, newLine, sentLines } from './line.ts'
import { linesFields, linesShape, type LinesShape } from './shape.ts'
import { words } from './words.ts'
import '../form/form.css'

type Props = { object: ObjectShape; record: RecordJson; cards?: boolean }

/** The lines of a record on its page: read as a table, written in the grid, kept as they are where its state says so. */
export function LinesBlocks({ object, record, cards }: Props) {
  useLanguage()
  const schema = useSchema()
  return linesFields(object).map((field) => {
    const shape = linesShape(schema, field)
    return shape && <Block key={field.name} object={object} record={record} shape={shape} cards={cards} />
  })
}

function Block({ object, record, shape, cards }: Props & { shape: LinesShape }) {
  const t = words.use()
  const { field } = shape
  const workspace = useMe().workspace?.id ?? ''
  const draft = `${object.name}.${record.id}.${field.name}`
  const kept = useMemo(() => keptLines(workspace, draft, record.version), [workspace, draft])
  const [editing, setEditing] = useState(kept !== null)
  const reader = useReader()
  const lines = Array.isArray(record[field.name]) ? (record[field.name] as Line[]) : []
  const locked = lockedBy(object, record, field)
  const may = field.access === 'write' && record.can.update === true && locked === null && !cards
  return (
    <section className="lines-block" aria-label={say(field.label)}>
      <header className="row">
        <h2 className="strong">{say(field.label)}</h2>
        {lines.length > 0 && <span className="second">{faceOf(field).show(lines, field, reader)}</span>}
        <span className="grow" />
        {locked !== null && !cards && (
          <span className="second lines-locked">
            <Lock /> {t('locked', { state: locked })}
          </span>
        )}
        {may && !editing && (
          <Button small icon={<Edit />} onClick={() => setEditing(true)}>
            {t('edit')}
          </Button>
        )}
      </header>
      {editing && may ? (
        <Editing object={object} record={record} shape={shape} draft={draft} kept={kept} lines={lines} onEnd={() => setEditing(false)} />
      ) : (
        <LinesTable document={object} shape={shape} record={record} lines={lines} label={say(field.label)} cards={cards} />
      )}
    </section>
  )
}

type EditingProps = {
  object: ObjectShape
  record: RecordJson
  shape: LinesShape
  draft: string
  kept: Line[] | null
  lines: Line[]
  onEnd: () => void
}

function Editing({ object, record, shape, draft, kept, lines, onEnd }: EditingProps) {
  const t = words.use()
  const me = useMe()
  const day = today(useReader())
  const workspace = me.workspace?.id ?? ''
  const { field, child } = shape
  const [now, setNow] = useState<Line[]>(kept ?? lines)
  const [wrong, setWrong] = useState<Record<string, string>>({})
  const [failed, setFailed] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const latest = useRef(now)
  const end = () => {
    keepDraft(workspace, draft, null)
    onEnd()
  }
  const save = async () => {
    if (busy) return
    setBusy(true)
    setFailed(null)
    await allCame()
    const filled = filledOf(child, latest.current, newLine(child, me, day))
    latest.current = filled
    setNow(filled)
    try {
      await change(object, record, { [field.name]: sentLines(child, filled) })
      end()
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      setWrong(error.byField())
      const elsewhere = error.errors.filter((one) => !one.field.startsWith(`${field.name}.`))
      if (error.errors.length === 0 || elsewhere.length > 0) setFailed(elsewhere.map((one) => one.message).join(' ') || error.message)
    } finally {
      setBusy(false)
    }
  }
  return (
    <div
      className="lines-editing"
      onKeyDown={(event) => {
        event.stopPropagation()
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void save()
        else if (event.key === 'Escape') end()
      }}
    >
      {kept && (
        <p className="form-draft" role="status">
          <span className="grow">{t('kept')}</span>
          <Button small look="quiet" onClick={end}>
            {t('discard')}
          </Button>
        </p>
      )}
      {failed !== null && (
        <p className="form-failed" role="alert">
          {failed}
        </p>
      )}
      <LinesGrid
        id={`lines-${field.name}`}
        document={object}
        field={field}
        values={record}
        value={now}
        wrongs={inside(wrong, field.name)}
        autoFocus
        onChange={(next) => {
          setWrong((told) => stillWrong(told, field.name, now, next))
          latest.current = next
          setNow(next)
          keepDraft(workspace, draft, { lines: next, version: record.version })
        }}
      />
      <div className="lines-save">
        <Button onClick={end}>{t('cancel')}</Button>
        <Button look="primary" busy={busy} keys="Ctrl ↵" onClick={() => void save()}>
          {t('save')}
        </Button>
      </div>
    </div>
  )
}

/** What was written over this version of the record and not saved; over another version it would undo what somebody else did. */
function keptLines(workspace: string, draft: string, version: number): Line[] | null {
  const kept = readDraft(workspace, draft)
  return kept && kept.version === version && Array.isArray(kept.lines) ? (kept.lines as Line[]) : null
}
