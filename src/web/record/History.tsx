import { useQuery } from '@tanstack/react-query'
import { sayAgo, sayFully } from '../../lib/when.ts'
import type { FieldShape, ObjectShape, RecordJson, TimelineAnswer, TimelineEntry } from '../../lib/wire.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { Bones } from '../../ui/Empty.tsx'
import { say } from '../../ui/i18n.ts'
import { useReader } from '../../ui/reader.tsx'
import { undo } from '../api/deeds.ts'
import { get } from '../api/http.ts'
import { useAnswer } from '../api/undone.ts'
import { UndoReport } from '../changesets/UndoReport.tsx'
import { Value } from '../Value.tsx'
import { shareSaid } from './shares.ts'
import { fieldOf } from './titles.ts'
import { words } from './words.ts'

const useHistory = (object: ObjectShape, record: RecordJson) =>
  useQuery({
    queryKey: ['history', object.name, record.id],
    queryFn: ({ signal }) => get<TimelineAnswer>(`/${object.path}/${record.id}/history`, undefined, signal),
  })

/** What one field was before, and who changed it. */
export function HistoryOf({ object, record, field }: { object: ObjectShape; record: RecordJson; field: FieldShape }) {
  const t = words.use()
  const reader = useReader()
  const { data } = useHistory(object, record)
  if (!data) return <Bones lines={2} />
  const changes = data.records.flatMap((entry) =>
    (entry.changes ?? []).filter((one) => one.field === field.name).map((one) => ({ ...one, entry })),
  )
  return (
    <div className="past-list">
      <p className="strong">{t('historyOf', { field: say(field.label) })}</p>
      {changes.length === 0 && <p className="second">{t('noHistory')}</p>}
      {changes.map(({ before, after, entry }) => (
        <div key={entry.changeset}>
          <Change field={field} before={before} after={after} />
          <p className="second" data-tip={sayFully(entry.at, reader)}>
            {entry.by?.title ?? t('system')} · {sayAgo(entry.at, reader)}
          </p>
        </div>
      ))}
    </div>
  )
}

/** Everything that changed in a record, each deed with its undo. */
export function HistoryDialog({ object, record, onClose }: { object: ObjectShape; record: RecordJson; onClose: () => void }) {
  const t = words.use()
  const { data } = useHistory(object, record)
  return (
    <Dialog title={t('history')} width={640} onClose={onClose}>
      {!data ? (
        <Bones lines={5} />
      ) : (
        <ul className="history">
          {data.records.map((entry) => (
            <Entry key={entry.changeset} object={object} entry={entry} />
          ))}
        </ul>
      )}
    </Dialog>
  )
}

/** What came of taking it back stands under it, with the reasons of those that could not. */
function Entry({ object, entry }: { object: ObjectShape; entry: TimelineEntry }) {
  const t = words.use()
  const reader = useReader()
  const answer = useAnswer(entry.changeset ?? '')
  return (
    <li>
      <p className="row">
        <b>{entry.by?.title ?? t('system')}</b>
        <span className="second" data-tip={sayFully(entry.at, reader)}>
          {sayAgo(entry.at, reader)}
        </span>
        <span className="grow" />
        {entry.changeset && (entry.changes?.length ?? 0) + (entry.shares?.length ?? 0) > 0 && (
          <Button small look="quiet" onClick={() => void undo(entry.changeset!)}>
            {t('undo')}
          </Button>
        )}
      </p>
      {answer && <UndoReport answer={answer} />}
      <Changes object={object} entry={entry} />
    </li>
  )
}

export function Changes({ object, entry }: { object: ObjectShape; entry: TimelineEntry }) {
  const t = words.use()
  if (entry.kind === 'created' || !entry.changes) return <p className="second">{t('created')}</p>
  return (
    <>
      {entry.changes.map(({ field: name, before, after }) => {
        const field = fieldOf(object, name)
        return (
          field && (
            <p key={name}>
              <span className="second">{say(field.label)} </span>
              <Change field={field} before={before} after={after} />
            </p>
          )
        )
      })}
      {entry.shares?.map((share) => (
        <p key={share.user.id}>{shareSaid(share)}</p>
      ))}
    </>
  )
}

export function Change({ field, before, after }: { field: FieldShape; before: unknown; after: unknown }) {
  const t = words.use()
  const value = (each: unknown) =>
    (each ?? null) === null || each === '' ? <span className="second">{t('nothing')}</span> : <Value field={field} value={each} />
  return (
    <span className="change">
      <span className="change-before">{value(before)}</span>
      <span className="second" aria-label={t('to')}>
        →
      </span>
      <span>{value(after)}</span>
    </span>
  )
}
