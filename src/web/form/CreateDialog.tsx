import { useEffect, useMemo, useRef, useState } from 'react'
import { useNavigate } from '@tanstack/react-router'
import { today } from '../../lib/when.ts'
import type { ObjectShape, RecordJson } from '../../lib/wire.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { say, useLanguage } from '../../ui/i18n.ts'
import { useReader } from '../../ui/reader.tsx'
import { toast } from '../../ui/toast.tsx'
import { create } from '../api/deeds.ts'
import { Problem } from '../api/http.ts'
import { objectNamed, useMe, useSchema } from '../api/queries.ts'
import { linesFields } from '../lines/shape.ts'
import { sendable, tidied } from '../lines/sending.ts'
import { titleOf } from '../record/titles.ts'
import { words as common } from '../words.ts'
import { endCreate, useCreating, type Creating } from './creating.ts'
import { keepDraft, readDraft } from './drafts.ts'
import { Fields } from './Fields.tsx'
import { stillWrong } from './inside.ts'
import { formLines, startOf } from './layout.ts'
import { useBrought } from './useBrought.ts'
import { allCame } from './waiting.ts'
import { words } from './words.ts'
import './form.css'

/** Every open form for a new record, one over the other. */
export function CreateDialogs() {
  const schema = useSchema()
  return useCreating().map((creating) => {
    const object = objectNamed(schema, creating.object)
    return (
      object && <CreateDialog key={creating.key} object={object} creating={creating} onEnd={(record) => endCreate(creating.key, record)} />
    )
  })
}

type Props = { object: ObjectShape; creating: Creating; onEnd: (record: RecordJson | null) => void }

function CreateDialog({ object, creating, onEnd }: Props) {
  const t = words.use()
  const app = common.use()
  useLanguage()
  const me = useMe()
  const navigate = useNavigate()
  const workspace = me.workspace?.id ?? ''
  const schema = useSchema()
  const day = today(useReader())
  const ground = useMemo(() => ({ schema, me, today: day }), [schema, me, day])
  const preset = useMemo(() => ({ ...startOf(object, me, day), ...creating.preset }), [object, me, day, creating.preset])
  // A form opened for one purpose (a contact of this customer) starts clean; the plain one takes up where it was left, and so does a long one.
  const long = linesFields(object).length > 0
  const keeps = creating.preset === undefined || long
  const draft = creating.preset === undefined ? object.name : `${object.name}.${JSON.stringify(creating.preset)}`
  const kept = useMemo(() => (keeps ? readDraft(workspace, draft) : null), [keeps, workspace, draft])
  const [values, setValues] = useState<Record<string, unknown>>({ ...preset, ...kept })
  // What has come is saved, whether it is drawn yet or not.
  const now = useRef(values)
  const become = (next: Record<string, unknown>) => {
    now.current = next
    setValues(next)
  }
  const [wrong, setWrong] = useState<Record<string, string>>({})
  const [failed, setFailed] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const [fromDraft, setFromDraft] = useState(kept !== null)
  const form = useRef<HTMLFormElement>(null)

  const written = useMemo(
    () =>
      Object.fromEntries(
        Object.entries(tidied(object, values, ground)).filter(
          ([name, value]) => JSON.stringify(value ?? null) !== JSON.stringify(preset[name] ?? null),
        ),
      ),
    [object, values, preset, ground],
  )
  useEffect(() => {
    if (keeps) keepDraft(workspace, draft, written)
  }, [keeps, workspace, draft, written])
  useBrought(object, values, creating.preset, (more) => become({ ...now.current, ...more }))

  const save = async (another: boolean) => {
    if (busy) return
    setBusy(true)
    setFailed(null)
    try {
      await allCame()
      const tidy = tidied(object, now.current, ground)
      become(tidy)
      const filled = Object.fromEntries(
        Object.entries(sendable(object, tidy, ground)).filter(([, value]) => value !== null && value !== undefined && value !== ''),
      )
      const record = await create(object, filled)
      if (keeps) keepDraft(workspace, draft, null)
      const open = () => void navigate({ to: '/o/$object/$id', params: { object: object.path, id: record.id } })
      // A document goes on at its page: it is sent or confirmed there.
      const opens = long && !another && !creating.onDone
      toast({
        text: t('created', { title: titleOf(object, record) }),
        deed: opens ? undefined : { label: t('open'), onChoose: open },
      })
      if (opens) open()
      if (!another) return onEnd(record)
      become(preset)
      setWrong({})
      setFromDraft(false)
      form.current?.querySelector<HTMLElement>('input, button, textarea')?.focus()
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      const own = error.byField()
      setWrong(own)
      const known = new Set(
        formLines(object)
          .main.concat(formLines(object).folded)
          .flat()
          .map((field) => field.name),
      )
      const elsewhere = error.errors.filter((one) => !known.has(one.field.split('.')[0]!))
      if (error.errors.length === 0) setFailed(error.message)
      else if (elsewhere.length > 0) setFailed(elsewhere.map((one) => one.message).join(' '))
      requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus())
    } finally {
      setBusy(false)
    }
  }
  return (
    <Dialog
      title={app('createA', { object: say(object.label) })}
      width={long ? 1240 : 640}
      onClose={() => onEnd(null)}
      onAgree={() => void save(false)}
      foot={
        <>
          {creating.preset === undefined ? (
            <Button look="quiet" onClick={() => void save(true)}>
              {t('saveNext')}
            </Button>
          ) : null}
          <span className="grow" />
          <Button onClick={() => onEnd(null)}>{t('cancel')}</Button>
          <Button look="primary" busy={busy} keys="Ctrl ↵" onClick={() => void save(false)}>
            {t('save')}
          </Button>
        </>
      }
    >
      <form
        ref={form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          void save(false)
        }}
      >
        {fromDraft && (
          <p className="form-draft" role="status">
            <span className="grow">{t('draft')}</span>
            <Button
              small
              look="quiet"
              onClick={() => {
                become(preset)
                setFromDraft(false)
              }}
            >
              {t('discard')}
            </Button>
          </p>
        )}
        {failed !== null && (
          <p className="form-failed" role="alert">
            {failed}
          </p>
        )}
        <Fields
          form={`new-${object.name}`}
          object={object}
          values={values}
          wrong={wrong}
          onChange={(name, value) => {
            const before = now.current[name]
            become({ ...now.current, [name]: value })
            setWrong((told) => stillWrong(told, name, before, value))
          }}
        />
        <button type="submit" hidden />
      </form>
    </Dialog>
  )
}
