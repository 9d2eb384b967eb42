import { draggable } from '@atlaskit/pragmatic-drag-and-drop/element/adapter'
import { Link } from '@tanstack/react-router'
import { memo, useEffect, useRef } from 'react'
import type { BoardShape, ObjectShape, RecordJson } from '../../lib/wire.ts'
import { Button } from '../../ui/Button.tsx'
import { useLanguage } from '../../ui/i18n.ts'
import { NextStep, Swap } from '../../ui/icons.ts'
import { Avatar, Tag } from '../../ui/Tag.tsx'
import { Due } from '../Due.tsx'
import { titleOf } from '../record/titles.ts'
import { useCardDay, useCardText } from './cardText.ts'
import { words } from './words.ts'

export type CardProps = {
  object: ObjectShape
  board: BoardShape
  record: RecordJson
  top: number
  height: number
  /** Its place among all in its column, for those who hear it. */
  place: number
  of: number
  /** The Tab key comes to this one; arrows go on from it. */
  current: boolean
  open: boolean
  fresh: boolean
  closed: boolean
  onOpen: (id: string) => void
  onMenu: (record: RecordJson) => void
}

/** A card says as much as a person needs to decide what to do next; a click opens it beside the board. */
export const Card = memo(function Card(props: CardProps) {
  const { object, board, record, closed } = props
  const t = words.use()
  useLanguage()
  const box = useRef<HTMLLIElement>(null)
  useEffect(() => (box.current ? draggable({ element: box.current, getInitialData: () => ({ card: record.id }) }) : undefined), [record.id])
  const { text, marks } = useCardText(object, board, record)
  const title = titleOf(object, record)
  const owner = text(object.owner)
  const day = useCardDay(object, (closed ? board.closedDay : undefined) ?? board.day, record)
  const facts = board.card.map((name) => text(name))
  const { nextStep, nextStepAt } = record
  return (
    <li
      ref={box}
      id={`card-${record.id}`}
      className={['deal', props.open ? 'open' : '', props.fresh ? 'fresh' : '', marks.length > 0 ? 'marked' : ''].filter(Boolean).join(' ')}
      style={{ height: props.height, transform: `translateY(${props.top}px)` }}
      aria-posinset={props.place}
      aria-setsize={props.of}
      data-card={record.id}
      onClick={(event) => !(event.target as HTMLElement).closest('a, button') && props.onOpen(record.id)}
    >
      <span className="deal-line">
        <Link
          className="deal-title cut grow"
          to="/o/$object/$id"
          params={{ object: object.path, id: record.id }}
          tabIndex={props.current ? 0 : -1}
          draggable={false}
          preload={false}
          aria-label={[title, ...facts, text(board.sum), day?.text, ...marks].filter(Boolean).join(', ')}
          onClick={(event) => {
            if (event.ctrlKey || event.metaKey || event.shiftKey) return
            event.preventDefault()
            props.onOpen(record.id)
          }}
        >
          {title}
        </Link>
        {owner && (
          <span className="deal-owner" data-tip={owner}>
            <Avatar name={owner} />
          </span>
        )}
      </span>
      {facts.map((fact, index) => (
        <span key={board.card[index]} className="deal-line second">
          <span className="cut">{fact}</span>
        </span>
      ))}
      <span className="deal-line">
        <b className="cut grow">{text(board.sum)}</b>
        {day && (
          <span className="second deal-day" data-tip={day.tip}>
            {day.text || t('noDay')}
          </span>
        )}
      </span>
      {!closed && 'nextStep' in record && (
        <span className="deal-line second">
          <NextStep />
          <span className="cut grow">
            {typeof nextStepAt === 'string' && <Due at={nextStepAt} />} {typeof nextStep === 'string' ? nextStep : ''}
            {!nextStep && !nextStepAt && t('noStep')}
          </span>
        </span>
      )}
      {marks.length > 0 && (
        <span className="deal-line">
          {marks.map((mark) => (
            <Tag key={mark} tone="late">
              {mark}
            </Tag>
          ))}
        </span>
      )}
      <Button
        small
        className="deal-move"
        icon={<Swap />}
        tabIndex={-1}
        aria-haspopup="menu"
        aria-label={t('moveTitle', { title })}
        onClick={() => props.onMenu(record)}
      >
        {t('moveTo')}
      </Button>
    </li>
  )
})
