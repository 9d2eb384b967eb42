import { useState } from 'react'
import type { ActionShape, ObjectShape } from '../../lib/wire.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { say } from '../../ui/i18n.ts'
import { actOnMany, offerUndo, type BulkAnswer } from '../api/deeds.ts'
import type { Rows } from '../api/rows.ts'
import { DeedForm } from '../deed/DeedForm.tsx'
import { titleOf } from '../record/titles.ts'
import { chosenIds } from './bulk.ts'
import type { Choice } from './choice.ts'
import { words } from './words.ts'

type Props = { object: ObjectShape; rows: Rows; choice: Choice; action: ActionShape; onClose: () => void }

/** A named deed on many: those that cannot are shown with their reasons, the others are done. */
export function BulkDeed({ object, rows, choice, action, onClose }: Props) {
  const t = words.use()
  const [answer, setAnswer] = useState<BulkAnswer | null>(null)
  // Those that were refused stay chosen: they are what is left to do.
  const leave = () => {
    choice.chooseOnly(answer?.refused.map((one) => one.id) ?? [])
    onClose()
  }
  if (answer) return <Refused object={object} rows={rows} answer={answer} onClose={leave} />
  return (
    <DeedForm
      object={object}
      action={action}
      onClose={onClose}
      onSend={async (input) => {
        const result = await actOnMany(object, action.name, await targets(rows, choice), input)
        if (result.done > 0) offerUndo(t('done', { deed: say(action.label), count: result.done }), result.changeset)
        if (result.refused.length > 0) setAnswer(result)
        else {
          // Those that are done may not be in this list any more.
          choice.clear()
          onClose()
        }
      }}
    />
  )
}

/** All that a filter finds is said as the filter; what was searched for has no filter, so its ids are read. */
async function targets(rows: Rows, choice: Choice): Promise<{ ids: string[] } | { filter: unknown }> {
  const { filter, search } = rows.ask
  return choice.all && filter && !search ? { filter } : { ids: await chosenIds(rows, choice) }
}

function Refused({ object, rows, answer, onClose }: { object: ObjectShape; rows: Rows; answer: BulkAnswer; onClose: () => void }) {
  const t = words.use()
  const loaded = rows.read().rows
  const name = (id: string) => {
    const record = loaded[rows.find(id)]
    return record ? titleOf(object, record) : id
  }
  return (
    <Dialog
      title={t('refusedTitle', { count: answer.refused.length })}
      onClose={onClose}
      foot={<Button onClick={onClose}>{t('close')}</Button>}
    >
      <p className="second">{t('refusedText', { done: answer.done })}</p>
      <ul className="bulk-rows">
        {answer.refused.slice(0, 200).map((one) => (
          <li key={one.id}>
            <b className="cut">{name(one.id)}</b>
            <span className="second">{one.message}</span>
          </li>
        ))}
      </ul>
    </Dialog>
  )
}
