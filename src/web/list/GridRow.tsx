import { memo, type ReactNode } from 'react'
import { faceOf } from '../../fields/web.ts'
import type { FieldShape, ObjectShape, RecordJson } from '../../lib/wire.ts'
import { Check } from '../../ui/icons.ts'
import { titleOf } from '../record/titles.ts'
import { Value } from '../Value.tsx'
import { titleField } from './columns.ts'

type Props = {
  object: ObjectShape
  fields: FieldShape[]
  record: RecordJson | undefined
  index: number
  top: number
  chosen: boolean
  open: boolean
  /** Where the cursor stands in this row: -1 on the row as a whole, null elsewhere. */
  cursor: number | null
  /** First and last column of a chosen range of cells. */
  rangeFrom: number | null
  rangeTo: number | null
  editor: ReactNode
  editing: number | null
  /** Column of a value that was refused. */
  wrong: number | null
  language: string
  /** What a paste was refused for, by `record field`. */
  refused: ReadonlyMap<string, string>
}

/** A row draws itself only when something in it changed; clicks are heard by the grid. */
export const GridRow = memo(function GridRow(props: Props) {
  const { object, fields, record, index, top } = props
  if (!record) return <div className="grid-row bone" style={{ transform: `translateY(${top}px)` }} role="row" aria-rowindex={index + 2} />
  const title = titleOf(object, record)
  const called = titleField(object, record)
  const late = new Set(object.views.alarms.flatMap((alarm) => (record[alarm.field] === true ? [alarm.since] : [])))
  const classes = [
    'grid-row',
    props.chosen ? 'chosen' : '',
    props.open ? 'open' : '',
    props.cursor !== null ? 'at' : '',
    props.editing !== null ? 'editing' : '',
  ]
  return (
    <div
      className={classes.filter(Boolean).join(' ')}
      style={{ transform: `translateY(${top}px)` }}
      role="row"
      id={`row-${record.id}`}
      aria-rowindex={index + 2}
      aria-selected={props.chosen}
      data-row={index}
    >
      <div className="grid-cell pick" role="gridcell" data-pick={index}>
        <span className={`check-box ${props.chosen ? 'on' : ''}`} role="checkbox" aria-checked={props.chosen} aria-label={title}>
          {props.chosen && <Check />}
        </span>
      </div>
      {fields.map((field, col) => {
        const inRange = props.rangeFrom !== null && props.rangeTo !== null && col >= props.rangeFrom && col <= props.rangeTo
        const refused = props.refused.size > 0 ? props.refused.get(`${record.id} ${field.name}`) : undefined
        const cell = [
          'grid-cell',
          `c${col}`,
          col === 0 ? 'first' : '',
          faceOf(field).end ? 'end' : '',
          props.cursor === col ? 'cursor' : '',
          inRange ? 'ranged' : '',
          props.wrong === col || refused !== undefined ? 'wrong' : '',
        ]
        return (
          <div
            key={field.name}
            className={cell.filter(Boolean).join(' ')}
            role="gridcell"
            id={props.cursor === null ? undefined : `cell-${record.id}-${col}`}
            data-col={col}
            data-tip={refused}
            aria-invalid={refused === undefined ? undefined : true}
          >
            {props.editing === col ? (
              props.editor
            ) : field.name === called ? (
              <a className="grid-title cut" href={`/o/${object.path}/${record.id}`} tabIndex={-1} data-title={index} draggable={false}>
                <Value field={field} value={record[field.name]} />
              </a>
            ) : (
              <span className={late.has(field.name) ? 'cut late strong' : 'cut'}>
                <Value field={field} value={record[field.name]} />
              </span>
            )}
          </div>
        )
      })}
      <div className="grid-cell filler" />
    </div>
  )
})
