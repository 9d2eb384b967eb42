import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { sayAgo } from '../../lib/when.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { Bones } from '../../ui/Empty.tsx'
import { Checkbox, Input, Place } from '../../ui/Input.tsx'
import { useReader } from '../../ui/reader.tsx'
import { complain } from '../api/deeds.ts'
import { get, send } from '../api/http.ts'
import { CopyButton } from './CopyButton.tsx'
import { useForm } from './useForm.ts'
import { words } from './words.ts'

type Key = { id: string; name: string; prefix: string; readOnly: boolean; createdAt: string; lastUsedAt: string | null }

const keysQuery = queryOptions({ queryKey: ['keys'], staleTime: 0, queryFn: () => get<{ records: Key[] }>('/me/keys') })

/** Keys for programs that act as me. */
export function KeysPart() {
  const t = words.use()
  const { data, isPending } = useQuery(keysQuery)
  const [fresh, setFresh] = useState<(Key & { key: string }) | null>(null)
  const stands = fresh !== null && data?.records.some((one) => one.id === fresh.id) !== false
  return (
    <section className="settings-part">
      <h2>{t('keys')}</h2>
      <p className="second">{t('keysText')}</p>
      <NewKey onMade={setFresh} />
      {stands && (
        <div className="key-fresh" role="status">
          <p className="strong soon">{t('keyOnce')}</p>
          <div className="row">
            <code className="grow">{fresh.key}</code>
            <CopyButton look="primary" text={fresh.key} />
          </div>
        </div>
      )}
      {isPending ? <Bones /> : data && data.records.length > 0 ? <KeyList keys={data.records} /> : <p className="second">{t('noKeys')}</p>}
    </section>
  )
}

function NewKey({ onMade }: { onMade: (made: Key & { key: string }) => void }) {
  const t = words.use()
  const id = useId()
  const client = useQueryClient()
  const [name, setName] = useState('')
  const [readOnly, setReadOnly] = useState(false)
  const { busy, wrong, submit } = useForm(async () => {
    const made = await send<Key & { key: string }>('POST', '/me/keys', { name, readOnly })
    onMade(made)
    setName('')
    await client.invalidateQueries({ queryKey: keysQuery.queryKey })
  })
  return (
    <form className="key-new" onSubmit={submit}>
      <Place id={id} label={t('keyName')} wrong={wrong.name}>
        <Input id={id} value={name} onChange={setName} placeholder={t('keyNameHint')} wrong={wrong.name !== undefined} />
      </Place>
      <Checkbox checked={readOnly} onChange={setReadOnly}>
        {t('keyReads')}
      </Checkbox>
      <Button type="submit" look={name.trim() === '' ? 'plain' : 'primary'} busy={busy}>
        {t('createKey')}
      </Button>
    </form>
  )
}

function KeyList({ keys }: { keys: Key[] }) {
  const t = words.use()
  const reader = useReader()
  const client = useQueryClient()
  const [asked, setAsked] = useState<Key | null>(null)
  const revoke = async (key: Key) => {
    setAsked(null)
    await send('DELETE', `/me/keys/${key.id}`).catch(complain)
    await client.invalidateQueries({ queryKey: keysQuery.queryKey })
  }
  return (
    <ul className="settings-list">
      {keys.map((key) => (
        <li key={key.id}>
          <span className="grow">
            <b>{key.name}</b> <code className="second">{key.prefix}…</code>{' '}
            {key.readOnly && <span className="second">{t('keyReads')}</span>}
            <span className="second settings-small">
              {t('created', { at: sayAgo(key.createdAt, reader) })} ·{' '}
              {key.lastUsedAt ? t('used', { at: sayAgo(key.lastUsedAt, reader) }) : t('neverUsed')}
            </span>
          </span>
          <Button small look="danger" onClick={() => setAsked(key)}>
            {t('revoke')}
          </Button>
        </li>
      ))}
      {asked && (
        <Dialog
          title={t('revoke')}
          width={400}
          onClose={() => setAsked(null)}
          onAgree={() => void revoke(asked)}
          foot={
            <>
              <Button onClick={() => setAsked(null)}>{t('cancel')}</Button>
              <Button look="danger" autoFocus onClick={() => void revoke(asked)}>
                {t('revoke')}
              </Button>
            </>
          }
        >
          {t('revokeSure', { name: asked.name })}
        </Dialog>
      )}
    </ul>
  )
}
