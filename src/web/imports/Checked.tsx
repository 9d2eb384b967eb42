import { useState } from 'react'
import type { ImportJson } from '../../lib/wire.ts'
import { Button } from '../../ui/Button.tsx'
import { Empty } from '../../ui/Empty.tsx'
import { Back, Done, Import } from '../../ui/icons.ts'
import { Tabs } from '../../ui/Tabs.tsx'
import { complain } from '../api/deeds.ts'
import { run, type Kind } from './calls.ts'
import { useFindings, type Finding } from './findings.ts'
import { useAgree } from './keys.ts'
import { Problems } from './Problems.tsx'
import { Twins } from './Twins.tsx'
import { words as matching } from './words.ts'
import { words } from './words-check.ts'

/** What the check found: numbers, the rows to mend, the rows that look known; then the import itself. */
export function Checked({ now, onBack }: { now: ImportJson; onBack: () => void }) {
  const t = words.use()
  const m = matching.use()
  const counts = now.counts ?? { create: 0, update: 0, fail: 0, twins: 0, skip: 0 }
  const problems = useFindings(now, 'problem')
  const twins = useFindings(now, 'twin')
  const skipped = useFindings(now, 'skip')
  const [chosen, setTab] = useState<Kind | null>(null)
  const tab = chosen ?? (counts.fail === 0 && counts.twins > 0 ? 'twin' : 'problem')
  const written = counts.create + counts.update + twinsTaken(now, counts.twins, twins.list)
  const because = written === 0 ? t('runNothing') : undefined
  const go = () => {
    if (because === undefined) run(now).catch(complain)
  }
  useAgree(go)
  const nothing =
    counts.fail === 0 &&
    counts.twins === 0 &&
    counts.skip === 0 &&
    problems.list.length === 0 &&
    twins.list.length === 0 &&
    !problems.first &&
    !twins.first
  return (
    <>
      <dl className="import-counts" aria-label={t('found')} aria-live="polite">
        {now.mode !== 'update' && <Count name={t('create')} count={counts.create} tone="good" />}
        {now.mode !== 'create' && <Count name={t('update')} count={counts.update} tone="good" />}
        <Count name={t('fail')} count={counts.fail} tone="late" />
        {now.mode !== 'update' && <Count name={t('twins')} count={counts.twins} tone="soon" />}
        <Count name={t('skip')} count={counts.skip} tone="" />
      </dl>
      {nothing ? (
        <div className="import-body">
          <Empty icon={<Done />} title={t('allGood', { count: now.total })} text={t('allGoodText')} />
        </div>
      ) : (
        <div className="import-findings">
          <Tabs
            name={t('found')}
            value={tab}
            onChange={(key) => setTab(key as Kind)}
            tabs={[
              { key: 'problem', label: t('fail'), count: counts.fail.toLocaleString() },
              ...(now.mode === 'update' ? [] : [{ key: 'twin', label: t('twins'), count: counts.twins.toLocaleString() }]),
              ...(counts.skip > 0 || tab === 'skip' ? [{ key: 'skip', label: t('skip'), count: counts.skip.toLocaleString() }] : []),
            ]}
          />
          {tab === 'twin' ? (
            <Twins now={now} findings={twins} />
          ) : (
            <Problems key={tab} now={now} findings={tab === 'skip' ? skipped : problems} />
          )}
        </div>
      )}
      <footer className="import-foot">
        <Button icon={<Back />} onClick={onBack} aria-label={m('backToMap')}>
          {m('backToMap')}
        </Button>
        <span className="grow second import-will">{willText(counts, t)}</span>
        <Button look="primary" icon={<Import />} because={because} onClick={go} keys="Ctrl ↵">
          {t('runRows', { count: written })}
        </Button>
      </footer>
    </>
  )
}

const Count = ({ name, count, tone }: { name: string; count: number; tone: string }) => (
  <div className={count === 0 ? 'none' : ''}>
    <dt>{name}</dt>
    <dd className={count === 0 ? '' : tone}>{count.toLocaleString()}</dd>
  </div>
)

/** Of those that look known, how many go in: each as chosen; those not yet read, as chosen for all. */
function twinsTaken(now: ImportJson, count: number, read: Finding[]): number {
  const open = read.filter((one) => one.state === 'open')
  const taken = open.filter((one) => (one.choice ?? now.twins) !== 'skip').length
  return taken + (now.twins === 'skip' ? 0 : Math.max(0, count - open.length))
}

function willText(counts: NonNullable<ImportJson['counts']>, t: ReturnType<typeof words.use>): string {
  const parts = [
    counts.create > 0 ? t('willCreate', { count: counts.create }) : '',
    counts.update > 0 ? t('willUpdate', { count: counts.update }) : '',
    counts.twins > 0 ? t('willSkip', { count: counts.twins }) : '',
    counts.fail > 0 ? t('willFail', { count: counts.fail }) : '',
  ]
  return parts.filter((part) => part !== '').join(' · ')
}
