import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Down, Right } from '../../../ui/icons.ts'
import { TaskList } from './TaskList.tsx'
import { tasksQuery } from './tasks.ts'
import { words } from './words.ts'

/** What comes later, folded: its number is enough on most days. */
export function Later({ part, onOpen }: { part: 'next' | 'undated'; onOpen: (object: string, id: string) => void }) {
  const t = words.use()
  const [unfolded, setUnfolded] = useState(false)
  const { data } = useQuery(tasksQuery(part))
  const count = data?.count?.value ?? 0
  if (!data || count === 0) return null
  return (
    <section className="today-card">
      <button type="button" className="today-fold" aria-expanded={unfolded} onClick={() => setUnfolded(!unfolded)}>
        {unfolded ? <Down /> : <Right />}
        <b>{t(part)}</b>
        <span className="second">{data.count?.capped ? `${count}+` : count}</span>
      </button>
      {unfolded && <TaskList tasks={data.records} label={t(part)} onOpen={onOpen} />}
    </section>
  )
}
