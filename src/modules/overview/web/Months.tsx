import { sayBig, sayNumber } from '../../../lib/amount.ts'
import { type Language, useLanguage } from '../../../ui/i18n.ts'
import { useGroups } from './answers.ts'
import { Card } from './Card.tsx'
import { type Figure, byMonth } from './figures.ts'
import { Opens } from './Opens.tsx'
import { words } from './words.ts'

/** What was ordered and what came in, month by month. */
export function Months() {
  const t = words.use()
  const language = useLanguage()
  const orders = useGroups('orders')
  const payments = useGroups('payments')
  const read = { ...orders, groups: payments.groups && orders.groups, failed: orders.failed || payments.failed }
  return (
    <Card
      title={t('months')}
      read={read}
      wide
      side={
        <span className="overview-key second">
          <i aria-hidden="true" /> {t('ordered')} <i className="received" aria-hidden="true" /> {t('received')}
        </span>
      }
    >
      {(groups) => {
        const ordered = byMonth(groups, orders.today, 'order')
        const received = byMonth(payments.groups ?? [], payments.today, 'payment')
        const amount = (figure: Figure) => figure.sums.total ?? figure.sums.amount ?? '0'
        const most = Math.max(1, ...[...ordered, ...received].map((figure) => Number(amount(figure))))
        const column = (figure: Figure, what: string, kind: string) => (
          <Opens
            figure={figure}
            what={`${monthOf(figure.key, language)} ${what}`}
            said={sayBig(amount(figure), language)}
            className="overview-column"
          >
            <span className="overview-pillar" data-tip={`${what} ${sayNumber(amount(figure))}`}>
              {Number(amount(figure)) > 0 && <i className={kind} style={{ height: `${(Number(amount(figure)) / most) * 100}%` }} />}
            </span>
            <span className={`overview-sum ${kind}`}>{sayBig(amount(figure), language)}</span>
          </Opens>
        )
        return (
          <div className="overview-scroll" tabIndex={0} role="region" aria-label={t('months')}>
            <ul className="overview-months">
              {ordered.map((figure, i) => (
                <li key={figure.key}>
                  <div>
                    {column(figure, t('ordered'), 'ordered')}
                    {column(received[i]!, t('received'), 'received')}
                  </div>
                  <span className="second">{monthOf(figure.key, language)}</span>
                </li>
              ))}
            </ul>
          </div>
        )
      }}
    </Card>
  )
}

const monthOf = (first: string, language: Language) =>
  new Intl.DateTimeFormat(language === 'zh' ? 'zh-CN' : 'en', {
    month: 'short',
    ...(first.slice(5, 7) === '01' ? { year: 'numeric' } : {}),
    timeZone: 'UTC',
  }).format(Date.parse(`${first}T00:00:00Z`))
