import type { UndoAnswer } from '../../lib/wire.ts'
import { sayFully } from '../../lib/when.ts'
import { Button } from '../../ui/Button.tsx'
import { say } from '../../ui/i18n.ts'
import { Undo, Warning } from '../../ui/icons.ts'
import { useReader } from '../../ui/reader.tsx'
import { useAnswer } from '../api/undone.ts'
import { objectNamed, useSchema } from '../api/queries.ts'
import { PageLink } from '../PageLink.tsx'
import { fieldOf } from '../record/titles.ts'
import { said } from './Counts.tsx'
import { useTakeBack } from './undoing.ts'
import { words } from './words.ts'
import './changesets.css'

/**
 * What an undo did and did not do: how many came back, and of the others who changed what, when. It can itself be undone;
 * `back`: that is what was done here.
 */
export function UndoReport({ answer, back }: { answer: UndoAnswer; back?: boolean }) {
  const t = words.use()
  const [busy, takeBack] = useTakeBack()
  const again = useAnswer(answer.changeset)
  const { reverted, refused } = answer
  if (again) return <UndoReport answer={again} back={!back} />
  return (
    <section className="undo-report" role="status">
      <div className="row">
        <span className={`grow strong ${reverted > 0 ? 'good' : ''}`}>
          {reverted === 0 ? t('nothingReverted') : t(back ? 'restoredCount' : 'reverted', { count: reverted, n: said(reverted) })}
        </span>
        {reverted > 0 && (
          <Button small icon={<Undo />} busy={busy} onClick={() => void takeBack(answer.changeset)}>
            {t(back ? 'undoAgain' : 'redo')}
          </Button>
        )}
      </div>
      {refused.length > 0 && (
        <>
          <p className="row soon">
            <Warning />
            {t('refused', { count: refused.length, n: said(refused.length) })}
          </p>
          <ul className="refusals">
            {refused.map((one) => (
              <Refusal key={`${one.object} ${one.id}`} refusal={one} />
            ))}
          </ul>
        </>
      )}
    </section>
  )
}

function Refusal({ refusal }: { refusal: UndoAnswer['refused'][number] }) {
  const t = words.use()
  const reader = useReader()
  const object = objectNamed(useSchema(), refusal.object)
  const field = object && refusal.field ? fieldOf(object, refusal.field) : undefined
  const reason =
    refusal.code === 'changed-later' && refusal.by?.title
      ? t('changedLater', { by: ` ${refusal.by.title} `, at: ` ${sayFully(refusal.at, reader)} ` })
      : refusal.message
  return (
    <li>
      <PageLink className="cut" href={object ? `/o/${object.path}/${refusal.id}` : '#'}>
        {refusal.title || (object ? say(object.label) : refusal.object)}
      </PageLink>
      <span className="second">
        {field && <b>{say(field.label)}</b>} {reason.replace(/ {2,}/g, ' ').trim()}
      </span>
    </li>
  )
}
