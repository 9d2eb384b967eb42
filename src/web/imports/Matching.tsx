import { useRef } from 'react'
import type { ImportJson, ObjectShape } from '../../lib/wire.ts'
import { Button } from '../../ui/Button.tsx'
import { say } from '../../ui/i18n.ts'
import { Right, Warning } from '../../ui/icons.ts'
import { complain } from '../api/deeds.ts'
import { check, choose, type Choices } from './calls.ts'
import { ColumnTable } from './ColumnTable.tsx'
import { Defaults } from './Defaults.tsx'
import { FileFacts } from './FileFacts.tsx'
import { FirstRows } from './FirstRows.tsx'
import { How } from './How.tsx'
import { useAgree } from './keys.ts'
import { words } from './words.ts'

/** Which column goes where, and how rows meet what is there. Every choice is kept at once. */
export function Matching({ now, object, onChecked }: { now: ImportJson; object: ObjectShape | undefined; onChecked: () => void }) {
  const t = words.use()
  const latest = useRef(now)
  latest.current = now
  const change = (choices: Choices) => void choose(latest.current, choices)
  const mapped = Object.values(now.mapping).filter((path) => path !== null).length
  const left = now.columns.length - mapped
  const warnings = warningsOf(now, object, t)
  const because =
    now.total === 0 ? t('noRows') : mapped === 0 ? t('nothing') : now.mode !== 'create' && now.key.length === 0 ? t('keyNone') : undefined
  const go = () => {
    if (because !== undefined) return
    onChecked()
    check(latest.current).catch(complain)
  }
  useAgree(go)
  return (
    <>
      <div className="import-body">
        <div className="import-match">
          <div className="import-main">
            <FileFacts now={now} onChange={change} />
            <section className="import-card" aria-labelledby="import-columns">
              <h2 id="import-columns" className="row">
                {t('mapping')}
                <span className="second">{t('mappingText')}</span>
              </h2>
              {warnings.map((text) => (
                <p key={text} className="import-warning" role="status">
                  <Warning />
                  {text}
                </p>
              ))}
              <ColumnTable now={now} object={object} onChange={change} />
            </section>
            <FirstRows now={now} onChange={change} />
          </div>
          <div className="import-side">
            <How now={now} object={object} onChange={change} />
            {object && now.mode !== 'update' && <Defaults now={now} object={object} onChange={change} />}
          </div>
        </div>
      </div>
      <footer className="import-foot">
        <span className="grow second">
          {left === 0 ? t('allMapped', { count: mapped }) : t('mappedCount', { count: mapped, left })} · {t('checkText')}
        </span>
        <Button look="primary" because={because} onClick={go} keys="Ctrl ↵" icon={<Right />}>
          {t('checkRows', { count: now.total })}
        </Button>
      </footer>
    </>
  )
}

function warningsOf(now: ImportJson, object: ObjectShape | undefined, t: ReturnType<typeof words.use>): string[] {
  if (now.mode === 'update') return []
  const given = new Set([...Object.values(now.mapping), ...Object.keys(now.defaults).filter((name) => now.defaults[name] !== null)])
  const label = (path: string) => t('named', { name: say(now.targets.find((target) => target.path === path)?.label) })
  const needed = now.targets.filter((target) => target.required && !target.path.includes('.') && !given.has(target.path))
  const titles = (object?.title ?? []).filter((name) => now.targets.some((target) => target.path === name))
  return [
    ...(needed.length > 0 ? [t('needed', { fields: needed.map(({ path }) => label(path)).join(t('or')) })] : []),
    ...(needed.length === 0 && titles.length > 0 && !titles.some((name) => given.has(name))
      ? [t('nameless', { fields: titles.map(label).join(t('or')) })]
      : []),
  ]
}
