import { useRef } from 'react'
import type { FieldShape } from '../../lib/wire.ts'
import { Button } from '../../ui/Button.tsx'
import { say } from '../../ui/i18n.ts'
import { Popover } from '../../ui/Popover.tsx'
import { Value } from '../Value.tsx'
import type { Edits, Failure } from './edits.ts'
import { words } from './words.ts'

/** Two people wrote the same field: both values, and whose shall stand. */
export function Conflict({ failure, field, edits }: { failure: Failure; field: FieldShape; edits: Pick<Edits, 'insist' | 'forget'> }) {
  const t = words.use()
  const anchor = useRef<HTMLSpanElement>(null)
  return (
    <span ref={anchor} className="cut">
      <Value field={field} value={failure.theirs?.value} />
      <Popover
        anchor={anchor}
        onClose={edits.forget}
        className="conflict"
        role="alertdialog"
        label={t('conflict', { field: say(field.label) })}
      >
        <p className="strong">{t('conflict', { field: say(field.label) })}</p>
        <dl>
          <dt>{t('theirs', { name: failure.theirs?.by ?? t('someone') })}</dt>
          <dd>
            <Value field={field} value={failure.theirs?.value} />
          </dd>
          <dt>{t('mineWas')}</dt>
          <dd>
            <Value field={field} value={failure.value} />
          </dd>
        </dl>
        <div className="row">
          <Button small look="primary" autoFocus onClick={() => void edits.insist(failure, field)}>
            {t('useMine')}
          </Button>
          <Button small onClick={edits.forget}>
            {t('useTheirs')}
          </Button>
        </div>
      </Popover>
    </span>
  )
}
