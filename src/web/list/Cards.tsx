import { Link } from '@tanstack/react-router'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef } from 'react'
import type { ObjectShape, RecordJson } from '../../lib/wire.ts'
import { useLanguage } from '../../ui/i18n.ts'
import { useReader } from '../../ui/reader.tsx'
import { pageSize, useRows, type Rows } from '../api/rows.ts'
import { Due } from '../Due.tsx'
import { alarmsOf } from '../record/alarm.ts'
import { fieldOf, subtitleOf, titleOf } from '../record/titles.ts'
import { Value } from '../Value.tsx'

const height = 84

/** The list on a phone. */
export function Cards({ object, rows }: { object: ObjectShape; rows: Rows }) {
  useLanguage()
  const snapshot = useRows(rows)
  const box = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: snapshot.rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => height + 8,
    overscan: 8,
    paddingStart: 8,
    paddingEnd: 8,
    initialOffset: rows.place.top,
  })
  const last = virtual.getVirtualItems().at(-1)?.index ?? 0
  useEffect(() => {
    rows.place.seen = last + 1
    if (!snapshot.end && snapshot.state === 'idle' && last + pageSize > snapshot.rows.length) rows.more()
  }, [rows, last, snapshot])
  return (
    <div ref={box} className="cards" onScroll={(event) => (rows.place.top = event.currentTarget.scrollTop)}>
      <div className="cards-body" style={{ height: virtual.getTotalSize() }} role="list">
        {virtual.getVirtualItems().map((item) => {
          const record = snapshot.rows[item.index]
          return record && <Card key={record.id} object={object} record={record} top={item.start} />
        })}
      </div>
    </div>
  )
}

function Card({ object, record, top }: { object: ObjectShape; record: RecordJson; top: number }) {
  const state = object.state ? fieldOf(object, object.state) : undefined
  const { nextStep, nextStepAt } = record
  const alarms = alarmsOf(object, record, useReader()).slice(0, 1)
  return (
    <div role="listitem">
      <Link
        className="card"
        to="/o/$object/$id"
        params={{ object: object.path, id: record.id }}
        style={{ height, transform: `translateY(${top}px)` }}
      >
        <span className="row">
          <b className="cut">{titleOf(object, record)}</b>
          {state && <Value field={state} value={record[state.name]} />}
        </span>
        <span className="card-line cut">{subtitleOf(object, record, object.state)}</span>
        {alarms.map(({ name, what, facts }) => (
          <span key={name} className="card-line cut late">
            <b>{what}</b> {facts[0]}
          </span>
        ))}
        {alarms.length === 0 && typeof nextStepAt === 'string' && (
          <span className="card-line cut">
            <Due at={nextStepAt} /> {typeof nextStep === 'string' ? nextStep : ''}
          </span>
        )}
      </Link>
    </div>
  )
}
