import { useRef, useState, type DragEvent } from 'react'
import { faceOf, widthOf } from '../../fields/web.ts'
import type { FieldShape, ObjectShape } from '../../lib/wire.ts'
import { say } from '../../ui/i18n.ts'
import { ArrowDown, ArrowUp, Down } from '../../ui/icons.ts'
import { Checkbox } from '../../ui/Input.tsx'
import { MenuButton, type MenuEntry } from '../../ui/Menu.tsx'
import type { Columns } from './columns.ts'
import { directionOf, type Direction } from './sorting.ts'
import { words } from './words.ts'

type Props = {
  object: ObjectShape
  columns: Columns
  sort: string | undefined
  onSort: (field: string, direction: Direction | null, add: boolean) => void
  allChosen: boolean
  someChosen: boolean
  onChooseAll: (chosen: boolean) => void
}

export function GridHead({ columns, sort, onSort, allChosen, someChosen, onChooseAll }: Props) {
  const t = words.use()
  const [dragged, setDragged] = useState<string | null>(null)
  const [over, setOver] = useState<string | null>(null)
  const drop = (name: string) => (event: DragEvent) => {
    event.preventDefault()
    if (dragged && dragged !== name) columns.move(dragged, name)
    setDragged(null)
    setOver(null)
  }
  return (
    <div className="grid-head" role="row" aria-rowindex={1}>
      <div className="grid-cell pick" role="columnheader">
        <Checkbox checked={allChosen} some={someChosen && !allChosen} onChange={onChooseAll} name={t('selectAll')} />
      </div>
      {columns.visible.map((field, col) => (
        <Head
          key={field.name}
          field={field}
          col={col}
          columns={columns}
          direction={directionOf(sort, field.name)}
          onSort={onSort}
          over={over === field.name && dragged !== field.name}
          drag={{
            onDragStart: (event) => {
              event.dataTransfer.effectAllowed = 'move'
              setDragged(field.name)
            },
            onDragOver: (event) => {
              if (!dragged) return
              event.preventDefault()
              setOver(field.name)
            },
            onDragEnd: () => {
              setDragged(null)
              setOver(null)
            },
            onDrop: drop(field.name),
          }}
        />
      ))}
      <div className="grid-cell filler" role="presentation" />
    </div>
  )
}

type Drag = Record<'onDragStart' | 'onDragOver' | 'onDrop', (event: DragEvent) => void> & { onDragEnd: () => void }
type HeadProps = Pick<Props, 'columns' | 'onSort'> & {
  field: FieldShape
  col: number
  direction: Direction | null
  over: boolean
  drag: Drag
}

function Head({ field, col, columns, direction, onSort, over, drag }: HeadProps) {
  const t = words.use()
  const box = useRef<HTMLDivElement>(null)
  const name = say(field.label)
  const names = columns.visible.map((one) => one.name)
  const next: Direction | null = direction === null ? 'up' : direction === 'up' ? 'down' : null
  const entries: MenuEntry[] = [
    ...(field.sortable
      ? ([
          { key: 'up', label: t('sortUp'), icon: <ArrowUp />, onChoose: () => onSort(field.name, 'up', false) },
          { key: 'down', label: t('sortDown'), icon: <ArrowDown />, onChoose: () => onSort(field.name, 'down', false) },
          ...(direction ? [{ key: 'unsort', label: t('unsort'), onChoose: () => onSort(field.name, null, false) }] : []),
          { key: 'line', line: true },
        ] satisfies MenuEntry[])
      : []),
    { key: 'left', label: t('moveLeft'), because: col === 0 ? '' : undefined, onChoose: () => columns.move(field.name, names[col - 1]) },
    {
      key: 'right',
      label: t('moveRight'),
      because: col === names.length - 1 ? '' : undefined,
      onChoose: () => columns.move(field.name, names[col + 2]),
    },
    { key: 'wider', label: t('wider'), stay: true, onChoose: () => columns.setWidth(field.name, columns.widthOf(field.name) + 40) },
    { key: 'narrower', label: t('narrower'), stay: true, onChoose: () => columns.setWidth(field.name, columns.widthOf(field.name) - 40) },
    { key: 'hide', label: t('hide'), because: names.length === 1 ? '' : undefined, onChoose: () => columns.show(field.name, false) },
  ]
  const resize = columns.resizing(field.name)
  return (
    <div
      ref={box}
      className={`grid-cell ${col === 0 ? 'first' : ''} ${faceOf(field).end ? 'end' : ''} ${over ? 'over' : ''}`}
      style={{ width: `var(--w${col})` }}
      role="columnheader"
      aria-colindex={col + 2}
      aria-sort={direction === 'up' ? 'ascending' : direction === 'down' ? 'descending' : undefined}
      draggable={!columns.isResizing}
      {...drag}
    >
      {field.sortable ? (
        <button
          type="button"
          className="head-name cut"
          onClick={(event) => onSort(field.name, next, event.shiftKey)}
          data-tip={t('sortBy', { field: name })}
        >
          <span className="cut">{name}</span>
          {direction === 'up' && <ArrowUp />}
          {direction === 'down' && <ArrowDown />}
        </button>
      ) : (
        <span className="head-name cut">{name}</span>
      )}
      <MenuButton entries={entries} look="quiet" small className="head-menu" icon={<Down />} name={t('columnMenu', { field: name })} />
      <span
        className="head-edge"
        role="separator"
        aria-orientation="vertical"
        aria-label={t('resize', { field: name })}
        onMouseDown={(event) => {
          event.preventDefault()
          resize?.(event)
        }}
        onTouchStart={resize}
        onDoubleClick={() => columns.setWidth(field.name, widthOf(field))}
      />
    </div>
  )
}
