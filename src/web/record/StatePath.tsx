import type { ObjectShape, RecordJson } from '../../lib/wire.ts'
import { say } from '../../ui/i18n.ts'
import { change, complain } from '../api/deeds.ts'
import { type States, movesOf } from './moves.ts'
import { fieldOf } from './titles.ts'
import { words } from './words.ts'

/** The state as a path of steps. Between open states one click moves; closing ones are reached by their deeds. */
export function StatePath({ object, record, small }: { object: ObjectShape; record: RecordJson; small?: boolean }) {
  const t = words.use()
  const field = object.state ? fieldOf(object, object.state) : undefined
  if (!field) return null
  const states = (field.options.states ?? {}) as States
  const now = String(record[field.name] ?? '')
  const open = Object.entries(states).filter(([, state]) => state.phase === 'open')
  const current = states[now]
  const closed = current && current.phase !== 'open'
  // Of the ends only the one that was reached, or the first as where the road leads.
  const ends = Object.entries(states).filter(([, state]) => state.phase !== 'open')
  const end = closed ? ends.filter(([id]) => id === now) : ends.slice(0, 1)
  const steps = [...open, ...end]
  const at = steps.findIndex(([id]) => id === now)
  const moves = new Set(movesOf(object, record).map((move) => move.id))
  return (
    <ol className={`path ${small ? 'small' : ''}`} aria-label={t('pathName')}>
      {steps.map(([id, state], index) => {
        const reachable = moves.has(id)
        const look =
          id === now ? (closed && index === steps.length - 1 && !endsWell(state.phase) ? 'now lost' : 'now') : index < at ? 'past' : 'ahead'
        return (
          <li key={id} aria-current={id === now ? 'step' : undefined}>
            {reachable ? (
              <button
                type="button"
                className={`step ${look}`}
                onClick={() => void change(object, record, { [field.name]: id }).catch(complain)}
              >
                {say(state.label)}
              </button>
            ) : (
              <span className={`step ${look}`}>{say(state.label)}</span>
            )}
          </li>
        )
      })}
    </ol>
  )
}

/** A path that was given up is grey; every other end is one that was wanted. */
const endsWell = (phase: string) => !['lost', 'discarded', 'cancelled', 'void', 'rejected', 'expired'].includes(phase)
