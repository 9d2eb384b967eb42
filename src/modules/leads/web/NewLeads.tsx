import { queryOptions, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { sayAgo, sayFully } from '../../../lib/when.ts'
import type { ListAnswer, ObjectShape, RecordJson } from '../../../lib/wire.ts'
import { Button } from '../../../ui/Button.tsx'
import { useLanguage } from '../../../ui/i18n.ts'
import { Assign } from '../../../ui/icons.ts'
import { useReader } from '../../../ui/reader.tsx'
import type { Filter } from '../../../web/api/filter.ts'
import { get } from '../../../web/api/http.ts'
import { objectNamed, useMe, useSchema } from '../../../web/api/queries.ts'
import { DeedDialog } from '../../../web/deed/DeedDialog.tsx'
import { drawn } from '../../../web/icons.tsx'
import { PageLink } from '../../../web/PageLink.tsx'
import { fieldOf } from '../../../web/record/titles.ts'
import { Value } from '../../../web/Value.tsx'
import { words } from './words.ts'
import './new-leads.css'

const fresh: Filter = { field: 'status', op: 'eq', value: 'new' }
/** Older ones stand in the day itself. */
const young: Filter = { not: { field: 'createdAt', op: 'olderThanHours', value: 24 } }
const mine: Filter = { and: [fresh, { field: 'owner', op: 'me', value: true }, young] }
const unowned: Filter = { and: [fresh, { field: 'owner', op: 'empty', value: true }] }

const leadsQuery = (of: 'mine' | 'unowned') =>
  queryOptions({
    queryKey: ['related', 'lead', 'new', of],
    staleTime: 0,
    queryFn: ({ signal }) =>
      get<ListAnswer>(
        '/leads',
        { filter: JSON.stringify(of === 'mine' ? mine : unowned), sort: '-createdAt', limit: 5, count: 'capped' },
        signal,
      ),
  })

/** Leads that nobody has spoken to yet: mine, and for whoever may give them out, those that belong to nobody. */
export function NewLeads() {
  const t = words.use()
  const object = objectNamed(useSchema(), 'lead')
  if (!object) return null
  return (
    <>
      <Card object={object} of="mine" title={t('mine')} />
      <Card object={object} of="unowned" title={t('unowned')} />
    </>
  )
}

function Card({ object, of, title }: { object: ObjectShape; of: 'mine' | 'unowned'; title: string }) {
  const t = words.use()
  useLanguage()
  const me = useMe()
  const { data } = useQuery(leadsQuery(of))
  const count = data?.count?.value ?? 0
  if (!data || count === 0) return null
  const filter: Filter =
    of === 'mine' ? { and: [{ field: 'owner', op: 'eq', value: me.user.id }, young] } : { field: 'owner', op: 'empty', value: true }
  return (
    <section className="new-leads">
      <header className="row">
        <h2 className="strong">{title}</h2>
        <span className="second grow cut">
          {t(of === 'mine' ? 'mineHint' : 'unownedHint', { count, more: data.count?.capped ? '+' : '' })}
        </span>
        <PageLink href={`/o/${object.path}?tab=new&filter=${encodeURIComponent(JSON.stringify(filter))}`}>{t('see')}</PageLink>
      </header>
      <ul>
        {data.records.map((lead) => (
          <Lead key={lead.id} object={object} lead={lead} give={of === 'unowned'} />
        ))}
      </ul>
    </section>
  )
}

function Lead({ object, lead, give }: { object: ObjectShape; lead: RecordJson; give: boolean }) {
  const t = words.use()
  const reader = useReader()
  const [giving, setGiving] = useState(false)
  const text = (name: string) => (typeof lead[name] === 'string' ? lead[name] : '')
  const name = text('name') || text('company') || t('noName')
  const firm = [text('name') && text('company'), text('title')].filter(Boolean).join(' · ')
  const number = [text('mobile'), text('phone')].find((one) => one !== '' && !one.includes('*'))
  const source = fieldOf(object, 'source')
  const assign = object.actions.find((action) => action.name === 'assign')
  return (
    <li>
      <PageLink className="new-leads-body" href={`/o/${object.path}/${lead.id}`}>
        <span className="row">
          <b className="cut grow">{name}</b>
          <time className="second" dateTime={lead.createdAt} data-tip={sayFully(lead.createdAt, reader)}>
            {sayAgo(lead.createdAt, reader)}
          </time>
        </span>
        {firm && <span className="second cut">{firm}</span>}
        <span className="row">
          {source && lead.source !== null && <Value field={source} value={lead.source} />}
          <span className="second cut grow">{text('note')}</span>
        </span>
      </PageLink>
      <span className="new-leads-deeds">
        {number !== undefined && (
          <a className="button plain small" href={`tel:${number.replace(/[^\d+,;]/g, '')}`} data-tip={number}>
            {drawn('call')}
            <span>{t('call')}</span>
          </a>
        )}
        {give && assign && lead.can.assign === true && (
          <Button small icon={<Assign />} onClick={() => setGiving(true)}>
            {t('assign')}
          </Button>
        )}
      </span>
      {giving && assign && <DeedDialog object={object} record={lead} action={assign} onClose={() => setGiving(false)} />}
    </li>
  )
}
