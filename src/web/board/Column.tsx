import { dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import { sayBig, sayNumber } from '../../lib/amount.ts'
import type { BoardShape, ObjectShape, RecordJson } from '../../lib/wire.ts'
import { Button, IconButton } from '../../ui/Button.tsx'
import { say, useLanguage } from '../../ui/i18n.ts'
import { Fold } from '../../ui/icons.ts'
import { columnPage, useRows, type Rows } from '../api/rows.ts'
import { fieldOf } from '../record/titles.ts'
import { Card } from './Card.tsx'
import { cardHeight } from './cardText.ts'
import { isOpen, type State } from './columns.ts'
import type { Figures } from './stretches.ts'
import type { Way } from './moving.ts'
import { words } from './words.ts'

/** What the board's keys need of a column: bring a card into view. */
export type Reach = { rows: Rows; reveal: (index: number) => void }

export type ColumnProps = {
  object: ObjectShape
  board: BoardShape
  state: State
  rows: Rows
  figures: Figures | undefined
  narrow: boolean
  /** Where a dragged card would come to; nothing while none is dragged. */
  way: Way | null
  currentId: string | undefined
  openId: string | undefined
  freshId: string | undefined
  onOpen: (id: string) => void
  onMenu: (record: RecordJson) => void
  onFold: (() => void) | undefined
  reach: Map<string, Reach>
}

export function Column(props: ColumnProps) {
  const { object, board, state, rows, figures, narrow, way } = props
  const t = words.use()
  useLanguage()
  const snapshot = useRows(rows)
  const box = useRef<HTMLDivElement>(null)
  const [section, over] = useDrop(state)
  const closed = !isOpen(state)
  const virtual = useVirtualizer({
    count: snapshot.rows.length,
    getScrollElement: () => box.current,
    getItemKey: (index) => snapshot.rows[index]?.id ?? index,
    estimateSize: (index) => (snapshot.rows[index] ? cardHeight(board, snapshot.rows[index], closed, narrow) : 110),
    gap: 8,
    overscan: 6,
    paddingStart: 2,
    paddingEnd: 8,
    scrollPaddingStart: 8,
    scrollPaddingEnd: 8,
    initialOffset: rows.place.top,
  })
  // A card with a warning is higher: heights follow from what the cards say.
  useLayoutEffect(() => virtual.measure(), [virtual, snapshot.stamp, narrow])
  const items = virtual.getVirtualItems()
  const last = items.at(-1)?.index ?? 0
  useEffect(() => {
    rows.place.seen = Math.min(last + 1, snapshot.rows.length)
    if (!snapshot.end && snapshot.state === 'idle' && last + columnPage / 2 > snapshot.rows.length) rows.more()
  }, [rows, last, snapshot])
  useEffect(() => {
    props.reach.set(state.id, { rows, reveal: (index) => virtual.scrollToIndex(index) })
    return () => void props.reach.delete(state.id)
  }, [props.reach, state.id, rows, virtual])
  const name = say(state.label)
  return (
    <section
      ref={section}
      className={['column', way ? `way-${way.how}` : '', over ? 'over' : ''].filter(Boolean).join(' ')}
      aria-label={t('column', { state: name, count: figures?.count ?? '' })}
      data-column={state.id}
    >
      <header className="column-head">
        {!narrow && (
          <span className="row">
            <h2 className="cut">{name}</h2>
            <span className="second">{figures ? figures.count.toLocaleString('en-US') : ''}</span>
            <span className="grow" />
            {props.onFold && <IconButton small name={t('fold', { state: name })} icon={<Fold />} onClick={props.onFold} />}
          </span>
        )}
        {figures && <Sums object={object} board={board} figures={figures} />}
      </header>
      {way && over && way.how !== 'here' && <p className={`column-hint way-${way.how}`}>{hint(way, name)}</p>}
      <div ref={box} className="column-cards" onScroll={(event) => (rows.place.top = event.currentTarget.scrollTop)}>
        {snapshot.state === 'failed' && snapshot.rows.length === 0 ? (
          <div className="column-none" role="alert">
            {t('failed')}
            <Button small onClick={rows.refresh}>
              {t('again')}
            </Button>
          </div>
        ) : snapshot.end && snapshot.rows.length === 0 ? (
          <p className="column-none">{t('nothing')}</p>
        ) : (
          <ul className="column-body" style={{ height: virtual.getTotalSize() }} aria-label={name}>
            {items.map((item) => {
              const record = snapshot.rows[item.index]
              return (
                record && (
                  <Card
                    key={record.id}
                    object={object}
                    board={board}
                    record={record}
                    top={item.start}
                    height={item.size}
                    place={item.index + 1}
                    of={Math.max(figures?.count ?? 0, snapshot.rows.length)}
                    current={props.currentId === record.id}
                    open={props.openId === record.id}
                    fresh={props.freshId === record.id}
                    closed={closed}
                    onOpen={props.onOpen}
                    onMenu={props.onMenu}
                  />
                )
              )
            })}
          </ul>
        )}
      </div>
    </section>
  )
}

function hint(way: Way, state: string): string {
  if (way.how === 'not') return way.because
  return way.how === 'deed' ? words.t('dropDeed', { deed: say(way.action.label) }) : words.t('dropHere', { state })
}

/** The sum, and the second one in words that say which: 420 万 · 加权金额 168 万. */
export function Sums({ object, board, figures }: { object: ObjectShape; board: BoardShape; figures: Figures }) {
  const language = useLanguage()
  if (board.sum === undefined) return null
  const second = board.second === undefined ? undefined : fieldOf(object, board.second)
  return (
    <span className="column-sums">
      <b data-tip={sayNumber(figures.sum ?? '0')}>{sayBig(figures.sum ?? '0', language)}</b>
      {second && (
        <span className="second cut" data-tip={`${say(second.label)} ${sayNumber(figures.second ?? '0')}`}>
          {say(second.label)} {sayBig(figures.second ?? '0', language)}
        </span>
      )}
    </span>
  )
}

/** Folded away at the right: how many and how much, and a place to drop on. */
export function FoldedColumn({ state, figures, way, onUnfold }: Pick<ColumnProps, 'state' | 'figures' | 'way'> & { onUnfold: () => void }) {
  const language = useLanguage()
  const [section, over] = useDrop(state)
  const name = say(state.label)
  return (
    <section
      ref={section}
      className={['column folded', way ? `way-${way.how}` : '', over ? 'over' : ''].filter(Boolean).join(' ')}
      aria-label={name}
      data-column={state.id}
    >
      <button type="button" aria-expanded={false} onClick={onUnfold}>
        <b>{name}</b> <span>{figures?.count.toLocaleString('en-US')}</span>{' '}
        {figures?.sum && <span className="second">{sayBig(figures.sum, language)}</span>}
      </button>
      {way && over && way.how !== 'here' && <p className={`column-hint way-${way.how}`}>{hint(way, name)}</p>}
    </section>
  )
}

/** Takes a dropped card; what becomes of it is the board's to say. */
function useDrop(state: State) {
  const section = useRef<HTMLElement>(null)
  const [over, setOver] = useState(false)
  useEffect(() => {
    const element = section.current
    if (!element) return
    return dropTargetForElements({
      element,
      getData: () => ({ state: state.id }),
      onDragEnter: () => setOver(true),
      onDragLeave: () => setOver(false),
      onDrop: () => setOver(false),
    })
  }, [state.id])
  return [section, over] as const
}
