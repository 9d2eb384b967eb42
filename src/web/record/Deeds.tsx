import { Suspense, useState } from 'react'
import type { ActionShape, ObjectShape, RecordJson } from '../../lib/wire.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { say } from '../../ui/i18n.ts'
import { History as HistoryIcon, Link, More, Remove } from '../../ui/icons.ts'
import { MenuButton } from '../../ui/Menu.tsx'
import { useNarrow } from '../../ui/narrow.ts'
import { toast } from '../../ui/toast.tsx'
import { act, complain, offerUndo, remove } from '../api/deeds.ts'
import { useSchema } from '../api/queries.ts'
import { becauseOf } from '../deed/because.ts'
import { DeedDialog } from '../deed/DeedDialog.tsx'
import { drawnOr } from '../icons.tsx'
import { useHere } from '../palette/here.ts'
import { HistoryDialog } from './History.tsx'
import { recordDeeds } from './recordDeeds.tsx'
import { SharingDialog } from './SharedMark.tsx'
import { sharing } from './shares.ts'
import { doneTo, titleOf } from './titles.ts'
import { words } from './words.ts'

type Props = { object: ObjectShape; record: RecordJson; onRemoved: () => void; small?: boolean }

/** What can be done with this record: the definition's deeds as buttons, in the menu those for which there is no room and those that cannot be done now, with the reason. */
export function Deeds({ object, record, onRemoved, small }: Props) {
  const t = words.use()
  const [doing, setDoing] = useState<ActionShape | 'remove' | 'history' | null>(null)
  // What is not to be done with this record at all is not shown; what cannot be done now is, with the reason.
  const deeds = object.actions.filter((action) => record.can[action.name] !== undefined && action.name !== sharing.unshare)
  const possible = deeds.filter((action) => record.can[action.name] === true)
  const shown = [
    ...possible.filter((action) => action.primary),
    ...possible.filter((action) => !action.primary),
    ...deeds.filter((action) => !possible.includes(action)),
  ]
  const narrow = useNarrow()
  // Buttons are for what can be done now; the rest stands in the menu with its reason.
  const first = Math.min(narrow || small ? 3 : 4, possible.length)
  const start = (action: ActionShape) => {
    if (action.asks.length === 0 && action.input.length === 0 && !action.danger) {
      act(object, record.id, action.name, {})
        .then(({ changeset }) => offerUndo(doneTo(object, record, action), changeset))
        .catch(complain)
    } else setDoing(action)
  }
  const schema = useSchema()
  useHere(() => [
    ...recordDeeds(schema, { object, record }, start),
    {
      key: 'here history',
      label: t('history'),
      icon: <HistoryIcon />,
      also: 'history changes 撤销 undo',
      onChoose: () => setDoing('history'),
    },
  ])
  return (
    <div className={`deeds ${small ? 'small' : ''}`}>
      {shown.slice(0, first).map((action, index) => (
        <Button
          key={action.name}
          small={small}
          look={index === 0 && action.primary ? 'primary' : action.danger ? 'danger' : 'plain'}
          icon={drawnOr(action.icon ?? action.name, undefined)}
          onClick={() => start(action)}
        >
          {say(action.label)}
        </Button>
      ))}
      <MenuButton
        small={small}
        end
        icon={<More />}
        className="only-icon"
        name={t('more')}
        entries={[
          ...shown.slice(first).map((action) => ({
            key: action.name,
            label: say(action.label),
            because: becauseOf(action, record),
            danger: action.danger !== undefined,
            onChoose: () => start(action),
          })),
          { key: 'link', label: t('copyLink'), icon: <Link />, onChoose: () => copyLink(object, record) },
          { key: 'history', label: t('history'), icon: <HistoryIcon />, onChoose: () => setDoing('history') },
          ...(record.can.remove === true
            ? [{ key: 'remove', label: t('remove'), icon: <Remove />, danger: true, onChoose: () => setDoing('remove') }]
            : []),
        ]}
      />
      {doing === 'history' && <HistoryDialog object={object} record={record} onClose={() => setDoing(null)} />}
      {doing === 'remove' && <RemoveDialog object={object} record={record} onClose={() => setDoing(null)} onRemoved={onRemoved} />}
      {doing !== null && typeof doing === 'object' && doing.name !== sharing.share && (
        <DeedDialog object={object} record={record} action={doing} onClose={() => setDoing(null)} />
      )}
      <Suspense>
        {doing !== null && typeof doing === 'object' && doing.name === sharing.share && (
          <SharingDialog object={object} record={record} onClose={() => setDoing(null)} />
        )}
      </Suspense>
    </div>
  )
}

function RemoveDialog({
  object,
  record,
  onClose,
  onRemoved,
}: {
  object: ObjectShape
  record: RecordJson
  onClose: () => void
  onRemoved: () => void
}) {
  const t = words.use()
  const go = () => {
    onClose()
    remove(object, record.id).then(onRemoved).catch(complain)
  }
  return (
    <Dialog
      title={t('removeSure', { title: titleOf(object, record) })}
      width={400}
      onClose={onClose}
      onAgree={go}
      foot={
        <>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button look="danger" autoFocus onClick={go}>
            {t('remove')}
          </Button>
        </>
      }
    >
      <p className="second">{t('removeText')}</p>
    </Dialog>
  )
}

function copyLink(object: ObjectShape, record: RecordJson): void {
  const address = `${location.origin}/o/${object.path}/${record.id}`
  // The clipboard is there only on https and localhost.
  const { clipboard } = navigator as { clipboard?: Clipboard }
  if (clipboard) void clipboard.writeText(address).then(() => toast({ text: words.t('copied') }))
  else window.prompt(words.t('copyLink'), address)
}
