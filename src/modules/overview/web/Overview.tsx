import { useEffect } from 'react'
import { sayBig } from '../../../lib/amount.ts'
import { Bones } from '../../../ui/Empty.tsx'
import { useLanguage } from '../../../ui/i18n.ts'
import { useGroups } from './answers.ts'
import { type Figure, late, owing, pipelineTotal, won } from './figures.ts'
import { FollowUps } from './FollowUps.tsx'
import { Debtors, Due } from './Money.tsx'
import { Months } from './Months.tsx'
import { Opens } from './Opens.tsx'
import { Pipeline } from './Pipeline.tsx'
import { words } from './words.ts'
import './overview.css'

/** What is on the way, what is won, what is owed and since when; of those whom the reader may see. */
export function Overview() {
  const t = words.use()
  useLanguage()
  useEffect(() => {
    document.title = t('title')
  })
  return (
    <div className="overview">
      <header className="overview-head">
        <h1>{t('title')}</h1>
        <span className="second">{t('hint')}</span>
      </header>
      <Heads />
      <div className="overview-cards">
        <Pipeline />
        <Due />
        <Debtors />
        <Months />
        <FollowUps />
      </div>
    </div>
  )
}

/** Four figures on top. */
function Heads() {
  const t = words.use()
  const language = useLanguage()
  const [deals, closed, owed] = [useGroups('pipeline'), useGroups('won'), useGroups('due')]
  const total = deals.groups && pipelineTotal(deals.groups)
  const [thisMonth, sameDays, lastMonth] = closed.groups ? won(closed.groups, closed.today) : []
  const [all, overdue] = owed.groups ? [owing(owed.groups), late(owed.groups, owed.today)] : []
  const big = (text: string | undefined) => sayBig(text ?? '0', language)
  const orders = (figure: Figure) => t('orders', { count: figure.count, n: figure.count.toLocaleString('en-US') })
  const count = (figure: Figure) => t('count', { count: figure.count, n: figure.count.toLocaleString('en-US') })
  return (
    <div className="overview-heads">
      <Head what={t('pipeline')} figure={total} sum={big(total?.sums.amount)}>
        {total && `${count(total)} · ${t('weighted', { sum: big(total.sums.weighted) })}`}
      </Head>
      <Head what={t('won')} figure={thisMonth} sum={big(thisMonth?.sums.amount)}>
        {sameDays && lastMonth && (
          <>
            <Opens figure={sameDays} what={t('sameDays', { sum: '' })} said={big(sameDays.sums.amount)}>
              {t('sameDays', { sum: big(sameDays.sums.amount) })}
            </Opens>
            {' · '}
            <Opens figure={lastMonth} what={t('lastMonth', { sum: '' })} said={big(lastMonth.sums.amount)}>
              {t('lastMonth', { sum: big(lastMonth.sums.amount) })}
            </Opens>
          </>
        )}
      </Head>
      <Head what={t('owing')} figure={all} sum={big(all?.sums.unpaid)}>
        {all && orders(all)}
      </Head>
      <Head what={t('late')} figure={overdue} sum={big(overdue?.sums.unpaid)} tone="late">
        {overdue && orders(overdue)}
      </Head>
    </div>
  )
}

type HeadProps = { what: string; figure: Figure | undefined; sum: string; tone?: string; children: React.ReactNode }

function Head({ what, figure, sum, tone, children }: HeadProps) {
  return (
    <section className="overview-one" aria-label={what}>
      <h2 className="second">{what}</h2>
      {figure ? (
        <>
          <Opens figure={figure} what={what} said={sum} className={`overview-figure ${figure.count > 0 ? (tone ?? '') : ''}`}>
            {sum}
          </Opens>
          <p className="second">{children}</p>
        </>
      ) : (
        <Bones lines={2} />
      )}
    </section>
  )
}
