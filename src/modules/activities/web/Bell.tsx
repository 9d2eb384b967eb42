import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { sayMoney } from '../../../lib/amount.ts'
import type { DayEntry } from '../../../lib/wire.ts'
import { Button } from '../../../ui/Button.tsx'
import { say } from '../../../ui/i18n.ts'
import { Popover } from '../../../ui/Popover.tsx'
import { useReader } from '../../../ui/reader.tsx'
import { objectNamed, useSchema } from '../../../web/api/queries.ts'
import { drawn } from '../../../web/icons.tsx'
import { titleOf } from '../../../web/record/titles.ts'
import { dayQuery, markSeen, type Reason } from './day.ts'
import { remindersIn } from './reminders.ts'
import { When } from './When.tsx'
import { whoseOf } from './whose.ts'
import { words } from './words.ts'
import './bell.css'

/** What comes within a quarter of an hour and what became due; opened, it is seen. */
export function Bell({ folded, bare }: { folded?: boolean; bare?: boolean }) {
  const t = words.use()
  const schema = useSchema()
  const reader = useReader()
  const navigate = useNavigate()
  const [open, setOpen] = useState(false)
  const anchor = useRef<HTMLButtonElement>(null)
  const { data } = useQuery(dayQuery)
  const reminders = remindersIn(data, reader)
  const unread = reminders.filter((each) => each.unread).length
  const textOf = (entry: DayEntry) => {
    const object = objectNamed(schema, entry.object)
    const whose = whoseOf(entry.object, entry.record, new Map())
    const reason = data?.reasons.find((each) => each.name === entry.reason)
    return { who: whose?.name ?? '', what: whatOf(entry, reason, object ? titleOf(object, entry.record) : ''), object, whose }
  }
  useDesktop(
    reminders.filter((each) => each.unread).map(({ entry }) => ({ id: entry.id, ...textOf(entry) })),
    data !== undefined,
  )
  const name = unread > 0 ? t('unread', { count: unread }) : t('bell')
  const go = (entry: DayEntry) => {
    const { object, whose } = textOf(entry)
    const target = entry.object === 'activity' && whose ? objectNamed(schema, whose.object) : object
    setOpen(false)
    if (target) void navigate({ to: '/o/$object/$id', params: { object: target.path, id: target === object ? entry.id : whose!.id } })
  }
  return (
    <>
      <button
        ref={anchor}
        type="button"
        className={bare ? 'button quiet only-icon bell' : 'nav-link bell'}
        aria-label={name}
        aria-haspopup="dialog"
        aria-expanded={open}
        data-tip={folded || bare ? name : undefined}
        onClick={() => {
          setOpen(!open)
          if (!open && unread > 0) void markSeen()
        }}
      >
        {drawn('bell')}
        {!folded && !bare && <span className="cut grow">{t('bell')}</span>}{' '}
        {unread > 0 && <span className={folded || bare ? 'today-dot' : 'nav-badge'}>{folded || bare ? '' : unread}</span>}
      </button>
      {open && (
        <Popover anchor={anchor} className="bell-pop" role="dialog" label={t('bell')} onClose={() => setOpen(false)}>
          <p className="strong bell-title">{t('bell')}</p>
          {reminders.length === 0 && <p className="second bell-none">{t('noReminders')}</p>}
          <ul>
            {reminders.map(({ entry }) => {
              const { who, what } = textOf(entry)
              return (
                <li key={entry.id}>
                  <button type="button" className="bell-one" onClick={() => go(entry)}>
                    <When entry={entry} />
                    <span>
                      <b>{who || what}</b>
                      {who && <span className="second">{what}</span>}
                    </span>
                  </button>
                </li>
              )
            })}
          </ul>
          <Allow />
        </Popover>
      )}
    </>
  )
}

function whatOf({ object, record }: DayEntry, reason: Reason | undefined, title: string): string {
  if (object === 'activity') return title
  const amount = reason?.amount === undefined ? undefined : (record[reason.amount] as { amount: string; currency: string } | null)
  return [say(reason?.label), title, amount ? sayMoney(amount) : ''].filter(Boolean).join(' · ')
}

/** The browser is asked once, by a button: never by itself. */
function Allow() {
  const t = words.use()
  const [state, setState] = useState(stateOfBrowser())
  if (state !== 'default') return null
  return (
    <Button small look="quiet" onClick={() => void Notification.requestPermission().then(setState)}>
      {t('allow')}
    </Button>
  )
}

const stateOfBrowser = (): NotificationPermission => ('Notification' in window ? Notification.permission : 'denied')

/** On the desktop as well, where the person allowed it: what came since this page was opened, each once. */
function useDesktop(unread: { id: string; who: string; what: string }[], ready: boolean): void {
  const told = useRef<Set<string> | null>(null)
  const ids = unread.map((each) => each.id).join()
  useEffect(() => {
    if (!ready) return
    const first = told.current === null
    told.current ??= new Set()
    for (const { id, who, what } of unread) {
      if (!told.current.has(id) && !first && stateOfBrowser() === 'granted')
        new Notification(who || what, { body: who ? what : '', tag: id })
      told.current.add(id)
    }
  }, [ids, ready])
}
