import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useDeferredValue, useState } from 'react'
import type { ObjectShape, RecordJson } from '../../../lib/wire.ts'
import { Button } from '../../../ui/Button.tsx'
import { Bones } from '../../../ui/Empty.tsx'
import { useLanguage } from '../../../ui/i18n.ts'
import { More, Plus, Search } from '../../../ui/icons.ts'
import { Input } from '../../../ui/Input.tsx'
import { MenuButton } from '../../../ui/Menu.tsx'
import { Avatar, Tag } from '../../../ui/Tag.tsx'
import { toast } from '../../../ui/toast.tsx'
import { complain, refreshAll } from '../../api/deeds.ts'
import { send } from '../../api/http.ts'
import { objectNamed, useMe, useSchema } from '../../api/queries.ts'
import { fieldOf } from '../../record/titles.ts'
import { Value } from '../../Value.tsx'
import { AddPeople } from './AddPeople.tsx'
import { DisableDialog } from './DisableDialog.tsx'
import { EditUser } from './EditUser.tsx'
import { ResetPassword } from './ResetPassword.tsx'
import { usersQuery } from './queries.ts'
import { textOf } from '../textOf.ts'
import { words } from './words.ts'
import './people.css'

type Open = { kind: 'one' | 'list' } | { kind: 'edit' | 'disable' | 'password'; user: RecordJson } | null

export function UsersPart() {
  const object = objectNamed(useSchema(), 'user')
  return object ? <Users object={object} /> : null
}

function Users({ object }: { object: ObjectShape }) {
  const t = words.use()
  useLanguage()
  const me = useMe()
  const [text, setText] = useState('')
  const [open, setOpen] = useState<Open>(null)
  const search = useDeferredValue(text.trim())
  const { data, isPending, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery({
    ...usersQuery(object, search),
    placeholderData: keepPreviousData,
  })
  const users = data?.pages.flatMap((page) => page.records) ?? []
  const close = () => setOpen(null)
  return (
    <section className="settings-part wide">
      <div className="row users-head">
        <h2>{t('title')}</h2>
        <span className="second grow">{data?.pages[0]?.count && t('count', { count: data.pages[0].count.value })}</span>
        <Button onClick={() => setOpen({ kind: 'list' })}>{t('paste')}</Button>
        <Button look="primary" icon={<Plus />} onClick={() => setOpen({ kind: 'one' })}>
          {t('add')}
        </Button>
      </div>
      <Input
        value={text}
        onChange={setText}
        lead={<Search />}
        placeholder={t('find')}
        aria-label={t('find')}
        type="search"
        className="users-find"
      />
      {isPending ? (
        <Bones lines={6} />
      ) : (
        <table className="users">
          <thead>
            <tr>
              <th>{t('name')}</th>
              <th>{t('mobile')}</th>
              <th>{t('department')}</th>
              <th>{t('roles')}</th>
              <th>{t('state')}</th>
              <th>
                <span className="unseen">{t('more')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {users.map((user) => (
              <Line key={user.id} object={object} user={user} self={user.id === me.user.id} onOpen={setOpen} />
            ))}
          </tbody>
        </table>
      )}
      {!isPending && users.length === 0 && <p className="second">{t('none')}</p>}
      {hasNextPage && (
        <Button busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t('more')}
        </Button>
      )}
      {open?.kind === 'edit' && <EditUser object={object} user={open.user} onClose={close} />}
      {open?.kind === 'disable' && <DisableDialog object={object} user={open.user} onClose={close} />}
      {open?.kind === 'password' && <ResetPassword user={open.user} onClose={close} />}
      {(open?.kind === 'one' || open?.kind === 'list') && <AddPeople object={object} list={open.kind === 'list'} onClose={close} />}
    </section>
  )
}

type LineProps = { object: ObjectShape; user: RecordJson; self: boolean; onOpen: (open: Open) => void }

function Line({ object, user, self, onOpen }: LineProps) {
  const t = words.use()
  const name = textOf(user.name)
  const active = user.active !== false
  const cell = (field: string) => {
    const shape = fieldOf(object, field)
    return shape && <Value field={shape} value={user[field]} />
  }
  const enable = async () => {
    await send('POST', `/colleagues/${user.id}/enable`).then(() => toast({ text: t('enabledNow', { name }) }), complain)
    refreshAll(object)
  }
  return (
    <tr className={active ? '' : 'off'}>
      <td>
        <button type="button" className="users-name" onClick={() => onOpen({ kind: 'edit', user })}>
          <Avatar name={name} size={28} />
          <span>
            <b>{name}</b> {self && <Tag>{t('self')}</Tag>}
            <span className="second cut">{textOf(user.email)}</span>
          </span>
        </button>
      </td>
      <td>{cell('mobile')}</td>
      <td>{user.department ? (user.department as { title: string | null }).title : null}</td>
      <td>{cell('roles')}</td>
      <td>
        <Tag tone={active ? 'good' : 'plain'}>{t(active ? 'active' : 'disabled')}</Tag>
      </td>
      <td className="users-end">
        <MenuButton
          look="quiet"
          small
          end
          className="only-icon"
          icon={<More />}
          name={t('deeds', { name })}
          entries={[
            { key: 'edit', label: t('edit'), onChoose: () => onOpen({ kind: 'edit', user }) },
            ...(active && !self ? [{ key: 'password', label: t('reset'), onChoose: () => onOpen({ kind: 'password', user }) }] : []),
            ...(active
              ? [
                  {
                    key: 'off',
                    label: t('disable'),
                    danger: true,
                    because: self ? t('self') : undefined,
                    onChoose: () => onOpen({ kind: 'disable', user }),
                  },
                ]
              : [{ key: 'on', label: t('enable'), onChoose: () => void enable() }]),
          ]}
        />
      </td>
    </tr>
  )
}
