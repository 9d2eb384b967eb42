import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { sayAgo } from '../../lib/when.ts'
import type { ObjectShape, RecordJson, Ref, ShareLevel } from '../../lib/wire.ts'
import { Button, IconButton } from '../../ui/Button.tsx'
import { Combobox } from '../../ui/Combobox.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { Bones } from '../../ui/Empty.tsx'
import { Close } from '../../ui/icons.ts'
import { useReader } from '../../ui/reader.tsx'
import { Avatar } from '../../ui/Tag.tsx'
import { act } from '../api/deeds.ts'
import { Problem } from '../api/http.ts'
import { FieldPlace } from '../form/FieldPlace.tsx'
import { levelSaid, sharesQuery, sharing } from './shares.ts'
import { titleOf } from './titles.ts'
import { words } from './words.ts'
import '../form/form.css'
import './sharing.css'

type Props = { object: ObjectShape; record: RecordJson; onClose: () => void }

/** Who has this record beside those to whom it belongs anyway; one is added, given more or less, or let go of, each at once. */
export function SharingDialog({ object, record, onClose }: Props) {
  const t = words.use()
  const reader = useReader()
  const { data } = useQuery(sharesQuery(object, record.id))
  const [wrong, setWrong] = useState<string | undefined>()
  const may = record.can[sharing.share] === true
  const put = (deed: string, input: Record<string, unknown>) => {
    setWrong(undefined)
    return act(object, record.id, deed, input).catch((error: unknown) => {
      if (!(error instanceof Problem)) throw error
      setWrong(error.errors[0]?.message ?? error.message)
      throw error
    })
  }
  const again = (deed: string, input: Record<string, unknown>) => void put(deed, input).catch(() => undefined)
  return (
    <Dialog
      title={t('sharingOf', { title: titleOf(object, record) })}
      width={520}
      onClose={onClose}
      foot={<Button onClick={onClose}>{t('close')}</Button>}
    >
      {may && <Add object={object} wrong={wrong} onShare={(input) => put(sharing.share, input)} onType={() => setWrong(undefined)} />}
      {!data ? (
        <Bones lines={2} />
      ) : data.records.length === 0 ? (
        <p className="second">{t('sharedWithNobody')}</p>
      ) : (
        <ul className="sharing-list" aria-label={t('whoHasIt')}>
          {data.records.map(({ user, level, at }) => (
            <li key={user.id}>
              <Avatar name={user.title ?? '?'} size={28} />
              <span className="grow sharing-who">
                <b className="cut">{user.title}</b>
                <span className="second">{sayAgo(at, reader)}</span>
              </span>
              {may ? (
                <>
                  <Level
                    name={t('whatMay', { person: user.title ?? '' })}
                    level={level}
                    onChange={(next) => again(sharing.share, { user: user.id, level: next })}
                  />
                  <IconButton
                    name={t('unshare', { person: user.title ?? '' })}
                    icon={<Close />}
                    onClick={() => again(sharing.unshare, { user: user.id })}
                  />
                </>
              ) : (
                <span className="second">{levelSaid(level)}</span>
              )}
            </li>
          ))}
        </ul>
      )}
      <p className="second sharing-note">{t('sharingNote')}</p>
    </Dialog>
  )
}

type AddProps = {
  object: ObjectShape
  wrong: string | undefined
  onShare: (input: { user: string; level: ShareLevel }) => Promise<unknown>
  onType: () => void
}

/** A colleague, what he may, and a button; the next one can be added right after. */
function Add({ object, wrong, onShare, onType }: AddProps) {
  const t = words.use()
  const [user, setUser] = useState<Ref | null>(null)
  const [level, setLevel] = useState<ShareLevel>('read')
  const [busy, setBusy] = useState(false)
  const field = object.actions.find((action) => action.name === sharing.share)!.input.find(({ name }) => name === 'user')!
  const go = () => {
    if (!user || busy) return
    setBusy(true)
    onShare({ user: user.id, level })
      .then(() => setUser(null))
      .catch(() => undefined)
      .finally(() => setBusy(false))
  }
  return (
    <form
      className="sharing-add"
      onSubmit={(event) => {
        event.preventDefault()
        go()
      }}
    >
      <FieldPlace
        form="sharing"
        field={field}
        value={user}
        wrong={wrong}
        autoFocus
        onChange={(next) => {
          onType()
          setUser(next as Ref | null)
        }}
      />
      <Level name={t('what')} level={level} onChange={setLevel} />
      <Button type="submit" look="primary" busy={busy} because={user ? undefined : t('whoFirst')}>
        {t('share')}
      </Button>
    </form>
  )
}

function Level({ name, level, onChange }: { name: string; level: ShareLevel; onChange: (level: ShareLevel) => void }) {
  const options = (['read', 'write'] as const).map((value) => ({ value, label: levelSaid(value) }))
  return (
    <span className="sharing-level">
      <Combobox
        name={name}
        fixed
        options={options}
        value={options.filter(({ value }) => value === level)}
        onChange={([next]) => next && next.value !== level && onChange(next.value as ShareLevel)}
      />
    </span>
  )
}
