import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Down, Right } from '../../../ui/icons.ts'
import { asEntry, laterQuery, type Reason } from './day.ts'
import { DayList } from './DayList.tsx'
import { words } from './words.ts'

type Props = { part: 'next' | 'undated'; reasons: Reason[]; onOpen: (object: string, id: string) => void }

/** Steps that come later, folded: their number is enough on most days. */
export function Later({ part, reasons, onOpen }: Props) {
  const t = words.use()
  const [unfolded, setUnfolded] = useState(false)
  const { data } = useQuery(laterQuery(part))
  const count = data?.count?.value ?? 0
  if (!data || count === 0) return null
  return (
    <section className="today-card">
      <button type="button" className="today-fold" aria-expanded={unfolded} onClick={() => setUnfolded(!unfolded)}>
        {unfolded ? <Down /> : <Right />}
        <b>{t(part)}</b>
        <span className="second">{data.count?.capped ? `${count}+` : count}</span>
      </button>
      {unfolded && <DayList entries={data.records.map(asEntry)} reasons={reasons} label={t(part)} onOpen={onOpen} />}
    </section>
  )
}
