import { useEffect, useRef, useState } from 'react'
import { sayMoney } from '../../../lib/amount.ts'
import { sayDay } from '../../../lib/when.ts'
import type { DayEntry, ObjectShape } from '../../../lib/wire.ts'
import { instantOf, instantText, localIn } from '../../../lib/zone.ts'
import { Button, IconButton } from '../../../ui/Button.tsx'
import { say } from '../../../ui/i18n.ts'
import { Check, Clock, More, NextStep } from '../../../ui/icons.ts'
import { MenuButton } from '../../../ui/Menu.tsx'
import { useReader } from '../../../ui/reader.tsx'
import { toast } from '../../../ui/toast.tsx'
import { change, complain, offerUndo } from '../../../web/api/deeds.ts'
import { useSchema } from '../../../web/api/queries.ts'
import { DeedDialog } from '../../../web/deed/DeedDialog.tsx'
import { startCreate } from '../../../web/form/creating.ts'
import { titleOf } from '../../../web/record/titles.ts'
import { Call } from './Call.tsx'
import { Complete } from './Complete.tsx'
import { type Reason, leave, putOff, readAnew } from './day.ts'
import { type Doing, isMaking, laterOf, offersOf, presetFrom } from './offers.ts'
import { PickDay } from './PickDay.tsx'
import { Plan } from './Plan.tsx'
import { When } from './When.tsx'
import type { Whose } from './whose.ts'
import { words } from './words.ts'

type Props = {
  entry: DayEntry
  reason: Reason | undefined
  object: ObjectShape
  whose: Whose | null
  here: boolean
  /** A key asked for it. */
  asked: 'done' | 'later' | null
  onHere: () => void
  onAsked: (asked: 'done' | 'later' | null) => void
  onOpen: () => void
  onGone: () => void
}

/** When, whom, why and how much; and what can be done about it without leaving the list. */
export function DayRow({ entry, reason, object, whose, here, asked, onHere, onAsked, onOpen, onGone }: Props) {
  const t = words.use()
  const schema = useSchema()
  const reader = useReader()
  const [chosen, setChosen] = useState<Doing | null>(null)
  const later = useRef<HTMLSpanElement>(null)
  const { record } = entry
  const isStep = entry.object === 'activity'
  const offers = offersOf(schema, object, entry, reason)
  const putLater = laterOf(entry, offers)
  const [first, ...others] = offers.filter((each) => each !== putLater)
  const doing = chosen ?? (asked === 'done' ? (first ?? null) : asked === 'later' ? putLater : null)
  const close = () => {
    setChosen(null)
    onAsked(null)
  }
  const gone = () => {
    close()
    onGone()
  }
  const what = isStep ? (typeof record.text === 'string' ? record.text : t('task')) : titleOf(object, record)
  const amount = reason?.amount === undefined ? null : (record[reason.amount] as { amount: string; currency: string } | null | undefined)

  const put = async (day: string) => {
    gone()
    leave(entry.id)
    try {
      await putOff(object.path, entry.id, day)
      const back = () => void putOff(object.path, entry.id, null).then(readAnew, complain)
      toast({ text: t('snoozed', { day: sayDay(day, reader) }), deed: { label: t('undo'), onChoose: back } })
    } catch (error) {
      complain(error)
    }
    readAnew()
  }
  /** To another day; a time of day stays as it was. */
  const move = async (field: string, day: string) => {
    const at = record[field]
    const local = typeof at === 'string' && at.length > 10 ? localIn(reader.timeZone, at) : null
    gone()
    if (isStep) leave(entry.id)
    try {
      const to = local === null ? day : instantText(instantOf(reader.timeZone, `${day}${local.slice(10)}`))
      const { changeset } = await change(object, record, { [field]: to }, true)
      offerUndo(t('moved', { day: sayDay(day, reader) }), changeset)
    } catch (error) {
      complain(error)
    }
    readAnew()
  }
  const begin = (next: Doing) => {
    if (!isMaking(next)) return setChosen(doing?.key === next.key ? null : next)
    startCreate({
      object: next.offer.makes,
      preset: presetFrom(next.offer.with, record) as Record<string, unknown>,
      onDone: () => readAnew(),
    })
    close()
  }
  // By key, a form for a new record opens as by a click.
  useEffect(() => {
    if (asked === 'done' && first && isMaking(first)) begin(first)
  }, [asked])
  return (
    <li data-id={entry.id} className={`task ${here ? 'here' : ''}`} onFocus={onHere}>
      <div className="task-line">
        <When entry={entry} />
        <button type="button" className="task-open" onClick={onOpen}>
          <span className="task-whose">
            <b className="cut">{whose?.name || what}</b>
            {whose?.firm && <span className="second cut">{whose.firm}</span>}
          </span>
          <span className="task-what">
            {!isStep && <span className={`task-why ${entry.band}`}>{say(reason?.label)}</span>}
            {whose && entry.id !== whose.id && <span className={isStep ? '' : 'task-title'}>{what}</span>}
            {!isStep && entry.id === whose?.id && typeof record.note === 'string' && <span className="second">{record.note}</span>}
          </span>
        </button>
        {amount && <b className="task-amount">{sayMoney(amount)}</b>}
        <span className="task-deeds">
          {whose?.numbers[0] && <Call numbers={whose.numbers} />}
          {(putLater.offer === 'snooze' || record.can.update === true) && (
            <span ref={later}>
              {putLater.offer === 'snooze' ? (
                <IconButton
                  small
                  look="plain"
                  name={putLater.label}
                  icon={<Clock />}
                  aria-haspopup="dialog"
                  onClick={() => begin(putLater)}
                />
              ) : (
                <Button small icon={<NextStep />} data-tip="S" aria-haspopup="dialog" onClick={() => begin(putLater)}>
                  {putLater.label}
                </Button>
              )}
            </span>
          )}
          {first && (
            <Button small icon={<Check />} data-tip="X" aria-expanded={doing?.key === first.key} onClick={() => begin(first)}>
              {first.label}
            </Button>
          )}
          {others.length > 0 && (
            <MenuButton
              small
              end
              className="only-icon"
              icon={<More />}
              name={t('moreDeeds', { what: whose?.name || what })}
              entries={others.map((each) => ({ key: each.key, label: each.label, onChoose: () => begin(each) }))}
            />
          )}
        </span>
      </div>
      {doing && <Doer {...{ doing, entry, object, what, later, close, gone, put, move }} />}
    </li>
  )
}

type DoerProps = {
  doing: Doing
  entry: DayEntry
  object: ObjectShape
  what: string
  later: React.RefObject<HTMLSpanElement | null>
  close: () => void
  gone: () => void
  put: (day: string) => Promise<void>
  move: (field: string, day: string) => Promise<void>
}

/** The form, dialog or month that the chosen thing needs. */
function Doer({ doing: { offer }, entry, object, what, later, close, gone, put, move }: DoerProps) {
  const t = words.use()
  const { record } = entry
  const dayIn = (value: unknown) => (typeof value === 'string' ? value.slice(0, 10) : null)
  if (offer === 'snooze')
    return <PickDay anchor={later} day={null} label={t('snoozeUntil')} onPick={(day) => void put(day)} onClose={close} />
  if ('moves' in offer)
    return (
      <PickDay
        anchor={later}
        day={dayIn(record[offer.moves])}
        label={t('pick')}
        onPick={(day) => void move(offer.moves, day)}
        onClose={close}
      />
    )
  if ('plans' in offer) return <Plan object={object} record={record} onClose={close} onGone={gone} />
  if (!('deed' in offer)) return null
  if (entry.object === 'activity') return <Complete task={record} what={what} onClose={close} onGone={gone} />
  const action = object.actions.find((each) => each.name === offer.deed)
  return action ? <DeedDialog object={object} record={record} action={action} onClose={close} onDone={readAnew} /> : null
}
