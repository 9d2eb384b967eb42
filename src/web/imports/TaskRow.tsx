import { Link } from '@tanstack/react-router'
import { sayAgo, sayFully } from '../../lib/when.ts'
import type { ImportJson } from '../../lib/wire.ts'
import { say } from '../../ui/i18n.ts'
import { IconButton } from '../../ui/Button.tsx'
import { Remove, Stop } from '../../ui/icons.ts'
import { useReader } from '../../ui/reader.tsx'
import { toast } from '../../ui/toast.tsx'
import { complain } from '../api/deeds.ts'
import { Tag, type Tone } from '../../ui/Tag.tsx'
import { objectAt, useSchema } from '../api/queries.ts'
import { canDrop, drop, isBusy, stop } from './calls.ts'
import { Bar, percentOf } from './Progress.tsx'
import { words as found } from './words-check.ts'
import { words } from './words.ts'

const tones: Record<ImportJson['state'], Tone> = {
  uploaded: 'soon',
  checking: 'accent',
  checked: 'soon',
  running: 'accent',
  done: 'good',
  failed: 'late',
}

/** One import among others: what it is, how far, and what came of it. */
export function TaskRow({ one }: { one: ImportJson }) {
  const t = words.use()
  const f = found.use()
  const reader = useReader()
  const object = objectAt(useSchema(), one.object)
  const facts =
    one.state === 'done'
      ? (
          [
            ['created', one.created],
            ['updated', one.updated],
            ['skippedRows', one.skipped],
            ['failed', one.failed],
          ] as const
        )
          .filter(([, count]) => count > 0)
          .map(([key, count]) => `${f(key)} ${count}`)
      : [t('rows', { count: one.total })]
  return (
    <li>
      <Link to="/imports/$id" params={{ id: one.id }} className="import-task">
        <span className="grow import-task-name">
          <b className="cut">{one.file}</b>
          <span className="second cut">{[object && say(object.label), ...facts].filter(Boolean).join(' · ')}</span>
        </span>
        {isBusy(one) ? (
          <span className="import-task-bar">
            <Bar done={one.done} total={one.total} name={t(`state_${one.state}`)} />
            <span className="second">{percentOf(one)}%</span>
          </span>
        ) : (
          one.startedAt && (
            <span className="second import-task-when" data-tip={sayFully(one.startedAt, reader)}>
              {sayAgo(one.startedAt, reader)}
            </span>
          )
        )}
        <Tag tone={one.stopped ? 'soon' : tones[one.state]}>{t(one.stopped ? 'state_stopped' : `state_${one.state}`)}</Tag>
      </Link>
      {isBusy(one) && <IconButton small name={t('stopFile', { file: one.file })} icon={<Stop />} onClick={() => void stop(one.id)} />}
      {canDrop(one) && (
        <IconButton
          small
          name={t('dropFile', { file: one.file })}
          icon={<Remove />}
          onClick={() => void drop(one.id).then(() => toast({ text: t('dropped', { file: one.file }) }), complain)}
        />
      )}
    </li>
  )
}
