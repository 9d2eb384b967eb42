import type { ActionShape, RecordJson } from '../../lib/wire.ts'
import { say } from '../../ui/i18n.ts'
import { words } from '../record/words.ts'

/** Why a deed cannot be done with a record now; nothing where it can. */
export function becauseOf(action: ActionShape, record: RecordJson): string | undefined {
  const answer = record.can[action.name]
  if (answer === true) return undefined
  const reason = typeof answer === 'string' ? action.because[answer] : undefined
  return reason ? say(reason) : words.t('notNow')
}
