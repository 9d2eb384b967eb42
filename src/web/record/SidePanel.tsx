import { Suspense, lazy } from 'react'
import { useQuery } from '@tanstack/react-query'
import type { ObjectShape, RecordJson } from '../../lib/wire.ts'
import { IconButton } from '../../ui/Button.tsx'
import { Bones, Empty } from '../../ui/Empty.tsx'
import { useLanguage } from '../../ui/i18n.ts'
import { Close, Open } from '../../ui/icons.ts'
import { gone, recordQuery } from '../api/queries.ts'
import { words as common } from '../words.ts'
import { PageLink } from '../PageLink.tsx'
import { linesFields } from '../lines/shape.ts'
import { Slot } from '../slots.tsx'
import { Alarms } from './Alarms.tsx'
import { Composer } from './Composer.tsx'
import { Deeds } from './Deeds.tsx'
import { Facts } from './Facts.tsx'
import { NextStep } from './NextStep.tsx'
import { fromList } from './RecordPage.tsx'
import { SharedMark } from './SharedMark.tsx'
import { StatePath } from './StatePath.tsx'
import { Timeline } from './Timeline.tsx'
import { subtitleOf, titleOf } from './titles.ts'
import { words } from './words.ts'
import './Record.css'

const LinesBlocks = lazy(() => import('../lines/LinesBlock.tsx').then((file) => ({ default: file.LinesBlocks })))

type Props = { object: ObjectShape; id: string; onClose: () => void; onWhole: () => void }

/** A record beside the list, without leaving it. */
export function SidePanel({ object, id, onClose, onWhole }: Props) {
  const t = words.use()
  useLanguage()
  const { data: record, error } = useQuery({ ...recordQuery(object, id), placeholderData: () => fromList(object, id) })
  return (
    <aside className="side" aria-label={record ? titleOf(object, record) : t('recent')}>
      <div className="side-bar">
        <span className="grow second">
          {t('enterOpens')} · {t('escCloses')}
        </span>
        <IconButton small name={t('openWhole')} icon={<Open />} onClick={onWhole} />
        <IconButton small name={t('closeSide')} icon={<Close />} onClick={onClose} />
      </div>
      <div className="side-body">
        {record ? (
          <Content object={object} record={record} onRemoved={onClose} />
        ) : gone(error) ? (
          <Empty title={common.t('notFound')} />
        ) : (
          <Bones lines={6} />
        )}
      </div>
    </aside>
  )
}

function Content({ object, record, onRemoved }: { object: ObjectShape; record: RecordJson; onRemoved: () => void }) {
  const subtitle = subtitleOf(object, record)
  return (
    <>
      <div className="row side-name">
        <h2 className="side-title">
          <PageLink href={`/o/${object.path}/${record.id}`}>{titleOf(object, record)}</PageLink>
        </h2>
        <Slot name="record.head" object={object} record={record} />
        <SharedMark object={object} record={record} />
      </div>
      {subtitle && <p className="second">{subtitle}</p>}
      <div className="side-deeds">
        <Slot name="record.deeds" object={object} record={record} small />
        <Deeds object={object} record={record} onRemoved={onRemoved} small />
      </div>
      <StatePath object={object} record={record} small />
      <Alarms object={object} record={record} />
      <NextStep object={object} record={record} />
      <Composer object={object} record={record} folded />
      {linesFields(object).length > 0 && (
        <Suspense fallback={<Bones lines={4} />}>
          <LinesBlocks object={object} record={record} cards />
        </Suspense>
      )}
      <Facts object={object} record={record} filledOnly />
      <Timeline object={object} record={record} short />
    </>
  )
}
