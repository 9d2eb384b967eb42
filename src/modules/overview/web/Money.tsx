import { sayBig } from '../../../lib/amount.ts'
import { useLanguage } from '../../../ui/i18n.ts'
import { useGroups } from './answers.ts'
import { Bars } from './Bars.tsx'
import { Card } from './Card.tsx'
import { debtors, due } from './figures.ts'
import { Opens } from './Opens.tsx'
import { words } from './words.ts'

/** What is owed, by how long it is late. */
export function Due() {
  const t = words.use()
  const read = useGroups('due')
  const label = (key: string) => (key === 'noDay' || key === 'notDue' ? t(key) : key === '90+' ? t('over90') : t('days', { days: key }))
  return (
    <Card title={t('due')} read={read}>
      {(groups) => (
        <Bars
          bars={due(groups, read.today)
            .filter((figure) => figure.key !== 'noDay' || figure.count > 0)
            .map((figure) => ({
              figure,
              label: label(figure.key),
              amount: figure.sums.unpaid!,
              tone: figure.key === 'noDay' || figure.key === 'notDue' ? 'plain' : figure.key === '1–30' ? 'soon' : 'late',
              counts: 'orders',
            }))}
        />
      )}
    </Card>
  )
}

/** Who owes most past its day. */
export function Debtors() {
  const t = words.use()
  const language = useLanguage()
  const read = useGroups('debtors')
  return (
    <Card title={t('debtors')} read={read}>
      {(groups) =>
        groups.length === 0 ? (
          <p className="second">{t('noDebtors')}</p>
        ) : (
          <ol className="overview-debtors">
            {debtors(groups).map((figure) => {
              const said = sayBig(figure.sums.unpaid!, language)
              const name = figure.account?.title ?? '•••'
              return (
                <li key={figure.key}>
                  <Opens figure={figure} className="overview-debtor">
                    <span className="cut grow">{name}</span>
                    <span className="second">{t('orders', { count: figure.count, n: figure.count })}</span>
                    <b className="late">{said}</b>
                  </Opens>
                </li>
              )
            })}
          </ol>
        )
      }
    </Card>
  )
}
