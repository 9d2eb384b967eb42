import { useInfiniteQuery } from '@tanstack/react-query'
import { faceOf } from '../../fields/web.ts'
import type { ChangedRecord } from '../../lib/wire-log.ts'
import type { ObjectShape } from '../../lib/wire.ts'
import { Button } from '../../ui/Button.tsx'
import { Bones } from '../../ui/Empty.tsx'
import { say } from '../../ui/i18n.ts'
import { Checkbox } from '../../ui/Input.tsx'
import { useReader } from '../../ui/reader.tsx'
import { Tag } from '../../ui/Tag.tsx'
import { objectNamed, useSchema } from '../api/queries.ts'
import { drawn } from '../icons.tsx'
import { PageLink } from '../PageLink.tsx'
import { shareSaid } from '../record/shares.ts'
import { fieldOf } from '../record/titles.ts'
import { changesQuery } from './queries.ts'
import { words } from './words.ts'

type Props = {
  changeset: string
  /** Rows chosen to be undone alone; null where only the whole can be undone. */
  chosen: ReadonlySet<number> | null
  onChoose: (subject: number, on: boolean) => void
}

/** The records that a deed touched, each with what it did to it. */
export function ChangedRecords({ changeset, chosen, onChoose }: Props) {
  const t = words.use()
  const schema = useSchema()
  const { data, isPending, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery(changesQuery(changeset))
  if (isPending) return <Bones lines={4} />
  const records = data?.pages.flatMap((page) => page.records) ?? []
  return (
    <>
      <ul className="changed">
        {records.map((record, index) => {
          const object = objectNamed(schema, record.object)
          const first = records[index - 1]?.subject !== record.subject
          return (
            <li key={record.id}>
              {chosen && (
                <span className="changed-check">
                  {first && (
                    <Checkbox
                      checked={chosen.has(record.subject)}
                      name={t('choose', { title: record.title ?? '' })}
                      onChange={(on) => onChoose(record.subject, on)}
                    />
                  )}
                </span>
              )}
              {object && <One record={record} object={object} />}
            </li>
          )
        })}
      </ul>
      {hasNextPage && (
        <Button small busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t('more')}
        </Button>
      )}
    </>
  )
}

const tones = { created: 'good', changed: 'plain', removed: 'late' } as const

function One({ record, object }: { record: ChangedRecord; object: ObjectShape }) {
  const t = words.use()
  return (
    <div className="grow">
      <div className="row">
        <span className="changed-icon" data-tip={say(object.label)}>
          {drawn(object.icon ?? object.name)}
        </span>
        {record.title === null ? (
          <span className="second grow cut">{t('unreadable')}</span>
        ) : record.exists ? (
          <PageLink className="grow cut" href={`/o/${object.path}/${record.id}`}>
            {record.title || say(object.label)}
          </PageLink>
        ) : (
          <span className="grow cut">{record.title || say(object.label)}</span>
        )}
        {!record.exists && record.did !== 'removed' && <span className="second">{t('gone')}</span>}
        <Tag tone={tones[record.did]}>{t(`did_${record.did}`)}</Tag>
      </div>
      {record.changes.length > 0 && (
        <dl className="changed-fields">
          {record.changes.map((change) => (
            <Difference key={change.field} object={object} change={change} />
          ))}
        </dl>
      )}
      {record.shares?.map((share) => (
        <p key={share.user.id} className="second">
          {shareSaid(share)}
        </p>
      ))}
    </div>
  )
}

function Difference({ object, change }: { object: ObjectShape; change: ChangedRecord['changes'][number] }) {
  const t = words.use()
  const reader = useReader()
  const field = fieldOf(object, change.field)
  const shown = (value: unknown) => {
    if (value === null || value === undefined || value === '') return <span className="second">{t('empty')}</span>
    return field ? faceOf(field).show(value, field, reader) : JSON.stringify(value)
  }
  return (
    <div>
      <dt>{field ? say(field.label) : change.field}</dt>
      <dd>
        <del>{shown(change.before)}</del>
        <span aria-hidden="true"> → </span>
        <ins>{shown(change.after)}</ins>
      </dd>
    </div>
  )
}
