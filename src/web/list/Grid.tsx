import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef, useState, type CSSProperties, type MouseEvent } from 'react'
import { useHost } from '../../fields/web.ts'
import type { ObjectShape, RecordJson } from '../../lib/wire.ts'
import { useLanguage } from '../../ui/i18n.ts'
import { pageSize, useRows, type Rows } from '../api/rows.ts'
import { manyIn } from '../named.ts'
import { CellEdit } from './CellEdit.tsx'
import type { Choice } from './choice.ts'
import type { Columns } from './columns.ts'
import { Conflict } from './Conflict.tsx'
import { canEdit, useEdits } from './edits.ts'
import { GridHead } from './GridHead.tsx'
import { GridRow } from './GridRow.tsx'
import { rangeOf, useCursor, type Spot } from './gridKeys.ts'
import type { Direction } from './sorting.ts'
import { useFewAnew } from './useFewAnew.ts'
import { useGridClipboard } from './useGridClipboard.ts'
import { useGridKeyboard } from './useGridKeyboard.ts'
import { words } from './words.ts'
import './widths.ts'
import './Grid.css'

export type GridProps = {
  object: ObjectShape
  rows: Rows
  columns: Columns
  choice: Choice
  sort: string | undefined
  onSort: (field: string, direction: Direction | null, add: boolean) => void
  openId: string | undefined
  onOpen: (id: string | undefined) => void
  onWhole: (id: string) => void
}

const rowHeight = 36
const nothing: ReadonlyMap<string, string> = new Map()

export function Grid({ object, rows, columns, choice, sort, onSort, openId, onOpen, onWhole }: GridProps) {
  const t = words.use()
  const language = useLanguage()
  const host = useHost()
  const snapshot = useRows(rows)
  const box = useRef<HTMLDivElement>(null)
  const fields = columns.visible
  const edits = useEdits(object)
  const cursor = useCursor(rows, fields.length)
  const [editing, setEditing] = useState<(Spot & { typed?: string }) | null>(null)
  const dragging = useRef(false)
  const [refused, setRefused] = useState<ReadonlyMap<string, string>>(nothing)
  const range = rangeOf(cursor.at, cursor.from)
  const count = snapshot.rows.length + (snapshot.end || snapshot.state === 'failed' ? 0 : 12)
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    // Each row beyond the screen costs 1.5 ms of a frame that shows other rows; four where it scrolls to outlast a notch of the wheel.
    overscan: 4,
    rangeExtractor: ({ startIndex, endIndex, overscan, count: rowsHere }) => {
      const first = Math.max(0, startIndex - (virtual.scrollDirection === 'forward' ? 1 : overscan))
      const end = Math.min(rowsHere - 1, endIndex + (virtual.scrollDirection === 'backward' ? 1 : overscan))
      return Array.from({ length: end - first + 1 }, (_, i) => first + i)
    },
    paddingStart: rowHeight,
    scrollPaddingStart: rowHeight,
    initialOffset: rows.place.top,
  })
  const items = virtual.getVirtualItems()
  const last = items.at(-1)?.index ?? 0
  const places = useFewAnew(items)
  useEffect(() => {
    rows.place.seen = Math.min(last + 1, snapshot.rows.length)
    // The virtualizer has read it already; reading scrollTop here would make the browser lay out the page once more each frame.
    rows.place.top = virtual.scrollOffset ?? 0
    if (!snapshot.end && snapshot.state === 'idle' && last + 2 * pageSize > snapshot.rows.length) rows.more()
  }, [rows, last, snapshot])
  useEffect(() => {
    if (box.current) box.current.scrollTop = rows.place.top
  }, [rows])

  const edit = (spot: Spot, typed?: string) => {
    const record = snapshot.rows[spot.row]
    const field = fields[spot.col]
    if (!record || !field || !canEdit(object, field, record)) return false
    edits.forget()
    setRefused(nothing)
    setEditing({ ...spot, typed })
    return true
  }
  const focus = () => box.current?.focus({ preventScroll: true })
  const reveal = (spot: Spot) => {
    virtual.scrollToIndex(spot.row)
    if (spot.col >= 0)
      requestAnimationFrame(() =>
        document.getElementById(`cell-${snapshot.rows[spot.row]?.id}-${spot.col}`)?.scrollIntoView({ block: 'nearest', inline: 'nearest' }),
      )
  }
  useGridKeyboard({ box, rows, cursor, edit, reveal, choice, openId, onOpen, onWhole, editing: editing !== null, fields })
  useGridClipboard({ object, box, rows, fields, range, chosen: choice.ids, host, onRefused: setRefused })

  const save = (record: RecordJson, spot: Spot, value: unknown, next: 'stay' | 'down' | 'right' | 'left') => {
    setEditing(null)
    const field = fields[spot.col]
    if (field) edits.commit(record, field, value)
    const to =
      next === 'down'
        ? { ...spot, row: spot.row + 1 }
        : next === 'right'
          ? { ...spot, col: spot.col + 1 }
          : next === 'left'
            ? { ...spot, col: Math.max(0, spot.col - 1) }
            : spot
    cursor.go(to)
    focus()
  }

  const spotOf = (event: MouseEvent): Spot | null => {
    const element = event.target as HTMLElement
    const row = element.closest<HTMLElement>('[data-row]')?.dataset.row
    const col = element.closest<HTMLElement>('[data-col]')?.dataset.col
    return row === undefined ? null : { row: Number(row), col: col === undefined ? -1 : Number(col) }
  }
  const wrong = edits.failure
  const widths = Object.fromEntries(fields.map((field, index) => [`--w${index}`, `${columns.widthOf(field.name)}px`])) as CSSProperties
  const firstName = fields[0]
  return (
    <div
      ref={box}
      className={`grid ${columns.frozen && firstName ? 'frozen' : ''}`}
      style={widths}
      role="grid"
      tabIndex={0}
      aria-label={t('grid', { object: manyIn(object) })}
      aria-rowcount={snapshot.end ? snapshot.rows.length + 1 : -1}
      aria-multiselectable="true"
      aria-busy={snapshot.state === 'first'}
      aria-activedescendant={activeId(snapshot.rows, cursor.at)}
      onMouseDown={(event) => {
        if (event.button !== 0) return
        const spot = spotOf(event)
        if (event.shiftKey) event.preventDefault()
        if (!spot || (event.target as HTMLElement).closest('.cell-edit, [data-pick], [data-title], .ref')) return
        dragging.current = true
        cursor.go(spot, event.shiftKey)
      }}
      onMouseOver={(event) => {
        if (!dragging.current || event.buttons !== 1) return
        const spot = spotOf(event)
        if (!spot || spot.col < 0 || (cursor.at?.row === spot.row && cursor.at.col === spot.col)) return
        window.getSelection()?.removeAllRanges()
        cursor.go(spot, true)
      }}
      onMouseUp={() => (dragging.current = false)}
      onClick={(event) => {
        const element = event.target as HTMLElement
        // A telephone number or an address in a cell is there to be read and changed; with Ctrl it is a link.
        if (element.closest('a[href]:not([data-title], .ref)') && !event.ctrlKey && !event.metaKey) event.preventDefault()
        const pick = element.closest<HTMLElement>('[data-pick]')?.dataset.pick
        if (pick !== undefined) return choice.toggle(Number(pick), event.shiftKey)
        const title = element.closest<HTMLElement>('[data-title]')?.dataset.title
        if (title === undefined || event.ctrlKey || event.metaKey || event.shiftKey) return
        event.preventDefault()
        cursor.go({ row: Number(title), col: -1 })
        onOpen(snapshot.rows[Number(title)]?.id)
        focus()
      }}
      onDoubleClick={(event) => {
        const spot = spotOf(event)
        if (!spot || (event.target as HTMLElement).closest('.cell-edit, [data-pick]')) return
        if (spot.col >= 0 && edit(spot)) return
        const id = snapshot.rows[spot.row]?.id
        if (id) onOpen(id)
      }}
    >
      <div className="grid-body" style={{ height: virtual.getTotalSize(), width: `max(100%, ${columns.total + 40}px)` }} role="rowgroup">
        <GridHead
          object={object}
          columns={columns}
          sort={sort}
          onSort={onSort}
          allChosen={choice.all || (choice.ids.size > 0 && choice.ids.size >= snapshot.rows.length)}
          someChosen={choice.ids.size > 0}
          onChooseAll={(on) => (on ? choice.chooseLoaded() : choice.clear())}
        />
        {places.map((item) => {
          const record = snapshot.rows[item.index]
          const here = cursor.at?.row === item.index
          const ranged =
            range !== null &&
            (range.top !== range.bottom || range.left !== range.right) &&
            item.index >= range.top &&
            item.index <= range.bottom
          const edited = editing?.row === item.index ? editing : null
          const failed = record !== undefined && wrong?.id === record.id ? wrong : null
          const failedCol = failed ? fields.findIndex((field) => field.name === failed.field) : -1
          const field = edited ? fields[edited.col] : undefined
          return (
            <GridRow
              key={item.slot}
              object={object}
              fields={fields}
              record={record}
              index={item.index}
              top={item.start}
              chosen={record !== undefined && (choice.all || choice.ids.has(record.id))}
              open={record !== undefined && record.id === openId}
              cursor={here ? (cursor.at?.col ?? null) : null}
              rangeFrom={ranged ? range.left : null}
              rangeTo={ranged ? range.right : null}
              editing={edited ? edited.col : failedCol >= 0 ? failedCol : null}
              wrong={failedCol >= 0 ? failedCol : null}
              language={language}
              refused={refused}
              editor={
                record && edited && field ? (
                  <CellEdit
                    field={field}
                    value={record[field.name] ?? null}
                    typed={edited.typed}
                    onSave={(value, next) => save(record, edited, value, next)}
                    onLeave={() => {
                      setEditing(null)
                      focus()
                    }}
                  />
                ) : record && failed && fields[failedCol] ? (
                  failed.theirs ? (
                    <Conflict failure={failed} field={fields[failedCol]} edits={edits} />
                  ) : (
                    <CellEdit
                      key={failed.message}
                      field={fields[failedCol]}
                      value={failed.value}
                      wrong={failed.message}
                      onSave={(value, next) => save(record, { row: item.index, col: failedCol }, value, next)}
                      onLeave={() => {
                        edits.forget()
                        focus()
                      }}
                    />
                  )
                ) : null
              }
            />
          )
        })}
      </div>
    </div>
  )
}

const activeId = (rows: RecordJson[], at: Spot | null): string | undefined => {
  const record = at ? rows[at.row] : undefined
  if (!at || !record) return undefined
  return at.col < 0 ? `row-${record.id}` : `cell-${record.id}-${at.col}`
}
