import { sayBig, sayNumber } from '../../../lib/amount.ts'
import { useLanguage } from '../../../ui/i18n.ts'
import type { Figure } from './figures.ts'
import { Opens } from './Opens.tsx'
import { words } from './words.ts'

export type Bar = {
  figure: Figure
  label: string
  amount: string
  second?: string
  tone?: 'late' | 'soon' | 'plain'
  counts: 'count' | 'orders'
}

/** One line each: what, how long, how much and how many. The least that is worth something can be seen; nothing is drawn of nothing. */
export function Bars({ bars }: { bars: Bar[] }) {
  const t = words.use()
  const language = useLanguage()
  const most = Math.max(1, ...bars.map((bar) => Number(bar.amount)))
  return (
    <ul className="overview-bars">
      {bars.map(({ figure, label, amount, second, tone = 'plain', counts }) => {
        const count = t(counts, { count: figure.count, n: figure.count.toLocaleString('en-US') })
        return (
          <li key={figure.key}>
            <Opens figure={figure} className="overview-bar">
              <span className="cut">{label}</span>
              <span className={`overview-track ${tone}`} aria-hidden="true" data-tip={sayNumber(amount)}>
                {Number(amount) > 0 && <i style={{ width: `${share(amount, most)}%` }} />}
                {second !== undefined && Number(second) > 0 && <i className="weighted" style={{ width: `${share(second, most)}%` }} />}
              </span>
              <b>{sayBig(amount, language)}</b>
              <span className="second">{count}</span>
            </Opens>
          </li>
        )
      })}
    </ul>
  )
}

const share = (amount: string, most: number) => (Number(amount) / most) * 100
