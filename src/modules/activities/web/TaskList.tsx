import { useQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import type { RecordJson } from '../../../lib/wire.ts'
import { useKeys } from '../../../web/frame/keys.ts'
import { TaskRow, type Doing } from './TaskRow.tsx'
import { contactsQuery, whoseOf } from './whose.ts'

type Props = { tasks: RecordJson[]; label: string; onOpen: (object: string, id: string) => void; keys?: boolean }

/** `keys`: j and k walk this list, Enter opens, d is done, r moves, t calls. */
export function TaskList({ tasks, label, onOpen, keys }: Props) {
  const { data: contacts } = useQuery(contactsQuery(tasks))
  const [at, setAt] = useState<string | null>(null)
  const [doing, setDoing] = useState<{ id: string; what: Doing } | null>(null)
  const list = useRef<HTMLOListElement>(null)
  const rows = tasks.map((task) => ({ task, whose: whoseOf(task, contacts ?? new Map()) }))
  const here = rows.find(({ task }) => task.id === at)
  const step = (by: number) => {
    const index = rows.findIndex(({ task }) => task.id === at)
    const next = rows[index < 0 ? (by > 0 ? 0 : rows.length - 1) : Math.min(rows.length - 1, Math.max(0, index + by))]
    if (!next) return
    setAt(next.task.id)
    list.current?.querySelector<HTMLElement>(`[data-id="${next.task.id}"] .task-open`)?.focus()
  }
  const begin = (what: Doing) => here && setDoing({ id: here.task.id, what })
  const walk = {
    j: () => step(1),
    k: () => step(-1),
    ArrowDown: () => step(1),
    ArrowUp: () => step(-1),
    d: () => begin('done'),
    r: () => begin('move'),
    t: () => list.current?.querySelector<HTMLElement>(`[data-id="${at}"] a[href^="tel:"]`)?.click(),
  }
  useKeys(keys ? walk : {})
  /** After a task has gone, the hand stands on the one that took its place. */
  const gone = (task: RecordJson) => {
    const index = tasks.indexOf(task)
    const next = tasks[index + 1] ?? tasks[index - 1]
    setDoing(null)
    setAt(next?.id ?? null)
    requestAnimationFrame(() => list.current?.querySelector<HTMLElement>(`[data-id="${next?.id}"] .task-open`)?.focus())
  }
  return (
    <ol ref={list} className="tasks" aria-label={label}>
      {rows.map(({ task, whose }) => (
        <TaskRow
          key={task.id}
          task={task}
          whose={whose}
          here={task.id === at}
          doing={doing?.id === task.id ? doing.what : null}
          onHere={() => setAt(task.id)}
          onDoing={(what) => setDoing(what && { id: task.id, what })}
          onOpen={() => (whose ? onOpen(whose.object, whose.id) : onOpen('activity', task.id))}
          onGone={() => gone(task)}
        />
      ))}
    </ol>
  )
}
