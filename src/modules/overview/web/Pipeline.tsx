import { useState } from 'react'
import { say } from '../../../ui/i18n.ts'
import { Button } from '../../../ui/Button.tsx'
import { useGroups } from './answers.ts'
import { Bars } from './Bars.tsx'
import { Card } from './Card.tsx'
import { byOwner, byStage } from './figures.ts'
import { words } from './words.ts'

type States = Record<string, { label: { zh: string; en: string }; phase: string }>
const fewest = 8

/** What is open, by how far it is and by whose it is. */
export function Pipeline() {
  const t = words.use()
  const read = useGroups('pipeline')
  const [all, setAll] = useState(false)
  const field = read.object?.fields.find((each) => each.name === read.object?.state)
  const states = (field?.options.states ?? {}) as States
  const open = Object.keys(states).filter((state) => states[state]!.phase === 'open')
  const key = (
    <span className="overview-key second">
      <i aria-hidden="true" /> {t('weightedKey')} <i className="plain" aria-hidden="true" /> {t('amountKey')}
    </span>
  )
  return (
    <>
      <Card title={`${t('pipeline')} · ${t('byStage')}`} read={read} side={key}>
        {(groups) => (
          <Bars
            bars={byStage(groups, open).map((figure) => ({
              figure,
              label: say(states[figure.key]?.label),
              amount: figure.sums.amount!,
              second: figure.sums.weighted!,
              counts: 'count',
            }))}
          />
        )}
      </Card>
      <Card title={`${t('pipeline')} · ${t('byOwner')}`} read={read} side={key}>
        {(groups) => {
          const owners = byOwner(groups)
          if (owners.length === 0) return <p className="second">{t('none')}</p>
          const shown = all ? owners : owners.slice(0, fewest)
          return (
            <>
              <Bars
                bars={shown.map((figure) => ({
                  figure,
                  label: figure.key === '' ? t('nobody') : (figure.owner?.title ?? '•••'),
                  amount: figure.sums.amount!,
                  second: figure.sums.weighted!,
                  counts: 'count',
                }))}
              />
              {owners.length > shown.length && (
                <Button small look="quiet" onClick={() => setAll(true)}>
                  {t('more', { count: owners.length - shown.length })}
                </Button>
              )}
            </>
          )
        }}
      </Card>
    </>
  )
}
