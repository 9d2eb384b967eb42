import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { ObjectShape } from '../../lib/wire.ts'
import { Check } from '../../ui/icons.ts'
import { manyIn, manyOf } from '../named.ts'
import { steps, type Step } from './steps.ts'
import { words } from './words.ts'

type Props = { object: ObjectShape | undefined; file?: string; step: Step; over?: boolean; onStep?: (step: Step) => void; end?: ReactNode }

/** Whose list, which file, and the path of four steps; one that may be gone back to is a button. */
export function Head({ object, file, step, over, onStep, end }: Props) {
  const t = words.use()
  const at = steps.indexOf(step)
  return (
    <header className="import-head">
      <div className="row import-title">
        {object && (
          <Link to="/o/$object" params={{ object: object.path }} search={{}} className="second import-crumb">
            {manyOf(object)} ›
          </Link>
        )}
        <h1 className="cut">{file ?? t('title', { object: object ? manyIn(object) : '' })}</h1>
        <span className="grow" />
        {end}
      </div>
      <ol className="import-steps" aria-label={t('steps')}>
        {steps.map((each, index) => {
          const state = index < at || over ? 'past' : index === at ? 'now' : 'next'
          const text = (
            <>
              {state === 'past' && <Check />}
              <span className="cut">{t(each)}</span>
            </>
          )
          return (
            <li key={each} className={state} aria-current={state === 'now' ? 'step' : undefined}>
              {onStep && each === 'map' && state === 'past' && !over ? (
                <button type="button" onClick={() => onStep(each)}>
                  {text}
                </button>
              ) : (
                text
              )}
            </li>
          )
        })}
      </ol>
    </header>
  )
}
