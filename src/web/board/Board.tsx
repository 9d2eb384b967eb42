import { monitorForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useRef, useState, type ReactNode } from 'react'
import type { ActionShape, BoardShape, ObjectShape, RecordJson } from '../../lib/wire.ts'
import { say, useLanguage } from '../../ui/i18n.ts'
import { MenuList } from '../../ui/Menu.tsx'
import { useNarrow } from '../../ui/narrow.ts'
import { Tabs } from '../../ui/Tabs.tsx'
import { toast } from '../../ui/toast.tsx'
import { DeedDialog } from '../deed/DeedDialog.tsx'
import { titleOf } from '../record/titles.ts'
import { manyIn } from '../named.ts'
import { Column, FoldedColumn, type Reach } from './Column.tsx'
import { type Asked, rowsIn, type State, statesOf, takeApart } from './columns.ts'
import { columnFigures, figuresIn } from './figures.ts'
import { Forecast } from './Forecast.tsx'
import { move, wayTo } from './moving.ts'
import { useBoardKeys } from './useBoardKeys.ts'
import { useFollowing } from './useFollowing.ts'
import { words } from './words.ts'
import './board.css'

type Props = {
  object: ObjectShape
  board: BoardShape
  asked: Asked
  openId: string | undefined
  onOpen: (id: string | undefined) => void
  /** Where no card is: what belongs here. */
  empty: ReactNode
}

export function Board({ object, board, asked, openId, onOpen, empty }: Props) {
  const t = words.use()
  useLanguage()
  const narrow = useNarrow()
  const states = useMemo(() => statesOf(object, board), [object, board])
  const { phases } = takeApart(asked.tab, board)
  const [turned, setTurned] = useState<ReadonlySet<string>>(new Set())
  const [stage, setStage] = useState<string | undefined>(undefined)
  const unfolded = states.filter((state) => phases.includes(state.phase) !== turned.has(state.id))
  const shown = narrow ? states.filter((state) => state.id === (stage ?? unfolded[0]?.id)) : unfolded
  const columns = useMemo(
    () => states.map((state) => ({ state, rows: rowsIn(object, board, asked, state, !shown.includes(state)) })),
    [object, board, states, JSON.stringify(asked), shown.map(({ id }) => id).join()],
  )
  const { data: figures } = useQuery(columnFigures(object, board, asked))
  useFollowing(
    object,
    columns.map(({ rows }) => rows),
  )

  const [dragged, setDragged] = useState<RecordJson | null>(null)
  const [doing, setDoing] = useState<{ record: RecordJson; action: ActionShape } | null>(null)
  const [menu, setMenu] = useState<RecordJson | null>(null)
  const [fresh, setFresh] = useState<string | undefined>(undefined)
  const [heard, setHeard] = useState('')
  const anchor = useRef<HTMLElement>(null)
  const reach = useRef(new Map<string, Reach>()).current
  const find = (id: string) => {
    for (const { rows } of columns) {
      const at = rows.find(id)
      if (at >= 0) return rows.read().rows[at]
    }
    return undefined
  }

  const bring = (record: RecordJson, to: State) => {
    const way = wayTo(object, board, states, record, to)
    if (way.how === 'deed') setDoing({ record, action: way.action })
    if (way.how === 'not') toast({ text: way.because, tone: 'late' })
    if (way.how !== 'change') return setHeard(way.how === 'not' ? way.because : '')
    void move(object, board, record, to)
    setFresh(record.id)
    const there = reach.get(to.id)
    if (!there) return
    const index = there.rows.find(record.id)
    there.reveal(index)
    const count = (figures?.get(to.id)?.count ?? 0) + 1
    setHeard(t('placed', { title: titleOf(object, record), state: say(to.label), place: index + 1, count }))
    keys.focus(record.id)
  }
  const openMenu = (record: RecordJson) => {
    anchor.current = document.getElementById(`card-${record.id}`)?.querySelector<HTMLElement>('.deal-move') ?? null
    setMenu(record)
  }
  const keys = useBoardKeys({ shown: shown.map(({ id }) => id), states, reach, by: board.by, find, bring, openMenu, openId, onOpen })

  const dropped = useRef({ find, bring, states })
  dropped.current = { find, bring, states }
  useEffect(
    () =>
      monitorForElements({
        onDragStart: ({ source }) => setDragged(dropped.current.find(String(source.data.card)) ?? null),
        onDrop: ({ source, location }) => {
          setDragged(null)
          const record = dropped.current.find(String(source.data.card))
          const to = dropped.current.states.find(({ id }) => id === location.current.dropTargets[0]?.data.state)
          if (record && to) dropped.current.bring(record, to)
        },
      }),
    [],
  )

  const none = figures && [...figures.values()].every(({ count }) => count === 0)
  if (none) return empty
  const current = keys.current ?? shown.flatMap((state) => columns.find((each) => each.state === state)?.rows.read().rows[0]?.id ?? [])[0]
  const column = ({ state, rows }: (typeof columns)[number]) => (
    <Column
      key={state.id}
      object={object}
      board={board}
      state={state}
      rows={rows}
      figures={figuresIn(figures, state.id)}
      narrow={narrow}
      way={dragged && wayTo(object, board, states, dragged, state)}
      currentId={current}
      openId={openId}
      freshId={fresh}
      onOpen={onOpen}
      onMenu={openMenu}
      onFold={unfolded.length > 1 ? () => turn(state.id) : undefined}
      reach={reach}
    />
  )
  const turn = (id: string) => setTurned(new Set([...turned].filter((each) => each !== id).concat(turned.has(id) ? [] : [id])))
  return (
    <>
      {board.day && <Forecast object={object} board={board} day={board.day} asked={asked} />}
      {narrow && (
        <Tabs
          name={t('stages')}
          tabs={states.map((state) => ({ key: state.id, label: say(state.label), count: figuresIn(figures, state.id)?.count }))}
          value={shown[0]?.id ?? ''}
          onChange={setStage}
        />
      )}
      <div
        ref={keys.box}
        className={`board ${narrow ? 'narrow' : ''}`}
        role="group"
        aria-label={t('name', { object: manyIn(object) })}
        onKeyDown={keys.onKeyDown}
      >
        {columns.map((each) =>
          shown.includes(each.state) ? (
            column(each)
          ) : narrow ? null : (
            <FoldedColumn
              key={each.state.id}
              state={each.state}
              figures={figuresIn(figures, each.state.id)}
              way={dragged && wayTo(object, board, states, dragged, each.state)}
              onUnfold={() => turn(each.state.id)}
            />
          ),
        )}
      </div>
      <p className="unseen" role="status" aria-live="polite">
        {heard}
      </p>
      {menu && (
        <MenuList
          anchor={anchor}
          end
          label={t('moveTitle', { title: titleOf(object, menu) })}
          onClose={() => setMenu(null)}
          entries={states.flatMap((state) => {
            const way = wayTo(object, board, states, menu, state)
            if (way.how === 'here') return []
            const label = way.how === 'deed' ? say(way.action.label) : say(state.label)
            return { key: state.id, label, because: way.how === 'not' ? way.because : undefined, onChoose: () => bring(menu, state) }
          })}
        />
      )}
      {doing && <DeedDialog object={object} record={doing.record} action={doing.action} onClose={() => setDoing(null)} />}
    </>
  )
}
