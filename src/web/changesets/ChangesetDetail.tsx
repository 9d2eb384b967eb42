import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { sayAgo, sayFully } from '../../lib/when.ts'
import type { ChangesetAbout } from '../../lib/wire-log.ts'
import type { ChangesetJson } from '../../lib/wire.ts'
import { Button, IconButton } from '../../ui/Button.tsx'
import { Bones, Empty } from '../../ui/Empty.tsx'
import { useLanguage } from '../../ui/i18n.ts'
import { Close, History, Undo } from '../../ui/icons.ts'
import { useReader } from '../../ui/reader.tsx'
import { useAnswer } from '../api/undone.ts'
import { ChangedRecords } from './ChangedRecords.tsx'
import { Counts } from './Counts.tsx'
import { deedName } from './deedName.ts'
import { changesetQuery } from './queries.ts'
import { StateTag } from './StateTag.tsx'
import { useTakeBack } from './undoing.ts'
import { UndoProgress } from './UndoProgress.tsx'
import { UndoReport } from './UndoReport.tsx'
import { words } from './words.ts'

type Props = { id: string; onClose: () => void; onOpen: (id: string) => void }

/** One deed: who, when, what it did to which records; and taking it back, all or some of it. */
export function ChangesetDetail({ id, onClose, onOpen }: Props) {
  const t = words.use()
  const { data: changeset, isPending } = useQuery(changesetQuery(id))
  if (isPending) return <Bones lines={5} />
  if (!changeset) return <Empty icon={<History />} title={t('noAccess')} />
  return <Detail key={id} changeset={changeset} onClose={onClose} onOpen={onOpen} />
}

function Detail({ changeset, onClose, onOpen }: { changeset: ChangesetAbout; onClose: () => void; onOpen: (id: string) => void }) {
  const t = words.use()
  useLanguage()
  const reader = useReader()
  const answer = useAnswer(changeset.id)
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set())
  const { id, undoOf, undoneBy, canUndo, counts } = changeset
  return (
    <article className="changeset">
      <header className="row">
        <h2 className="grow cut">{deedName(changeset)}</h2>
        <StateTag changeset={changeset} />
        <IconButton small name={t('close')} icon={<Close />} onClick={onClose} />
      </header>
      <dl className="changeset-facts">
        <dt>{t('who')}</dt>
        <dd>{changeset.by?.title}</dd>
        <dt>{t('when')}</dt>
        <dd>
          {sayAgo(changeset.at, reader)} <span className="second">{sayFully(changeset.at, reader)}</span>
        </dd>
        <dt>{t('what')}</dt>
        <dd>
          <Counts counts={counts} />
        </dd>
      </dl>
      {answer && <UndoReport answer={answer} />}
      <div className="row changeset-deeds">
        <UndoButtons changeset={changeset} chosen={chosen} onDone={() => setChosen(new Set())} />
        {undoOf && (
          <Button look="quiet" small onClick={() => onOpen(undoOf)}>
            {t('undidThat')}
          </Button>
        )}
        {undoneBy && (
          <Button look="quiet" small onClick={() => onOpen(undoneBy)}>
            {t('undoneByThat')}
          </Button>
        )}
      </div>
      <h3>{t('records')}</h3>
      <ChangedRecords
        changeset={id}
        chosen={canUndo && counts.subjects > 1 ? chosen : null}
        onChoose={(subject, on) => {
          const next = new Set(chosen)
          if (on) next.add(subject)
          else next.delete(subject)
          setChosen(next)
        }}
      />
    </article>
  )
}

/** More rows than this take longer than a glance. */
const many = 2000

function UndoButtons({ changeset, chosen, onDone }: { changeset: ChangesetJson; chosen: ReadonlySet<number>; onDone: () => void }) {
  const t = words.use()
  const [busy, takeBack] = useTakeBack()
  const { id, canUndo, state, undoneBy, counts } = changeset
  const tried = useAnswer(id) !== undefined
  if (state === 'open' || undoneBy || counts.subjects === 0) return null
  const undo = (subjects?: number[]) => void takeBack(id, subjects).then(onDone)
  const all = counts.subjects > 1
  return (
    <>
      {chosen.size > 0 && (
        <Button small look="primary" icon={<Undo />} busy={busy} onClick={() => undo([...chosen])}>
          {t('undoChosen', { count: chosen.size })}
        </Button>
      )}
      <Button
        small
        look={chosen.size > 0 || tried ? 'plain' : 'primary'}
        icon={<Undo />}
        busy={busy}
        because={canUndo ? undefined : t('notYours')}
        onClick={() => undo()}
      >
        {busy ? t('undoing') : all ? t('undoAll') : t('undo')}
      </Button>
      {busy && counts.subjects > many && <UndoProgress id={id} counts={counts} />}
    </>
  )
}
