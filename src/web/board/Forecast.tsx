import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { sayBig, sayNumber } from '../../lib/amount.ts'
import { today } from '../../lib/when.ts'
import type { BoardShape, ObjectShape } from '../../lib/wire.ts'
import { IconButton } from '../../ui/Button.tsx'
import { say, useLanguage, type Language } from '../../ui/i18n.ts'
import { Down, Right } from '../../ui/icons.ts'
import { useNarrow } from '../../ui/narrow.ts'
import { useReader } from '../../ui/reader.tsx'
import { allOf } from '../api/filter.ts'
import { fieldOf } from '../record/titles.ts'
import { type Asked, takeApart } from './columns.ts'
import { forecast } from './figures.ts'
import type { Stretch } from './stretches.ts'
import { words } from './words.ts'

type Props = { object: ObjectShape; board: BoardShape; day: string; asked: Asked }
const stored = 'guanxi.forecast'

/** What is expected when: of each month all that is open, and how much of it is to be counted on. Each figure opens its rows. */
export function Forecast({ object, board, day, asked }: Props) {
  const t = words.use()
  const language = useLanguage()
  const reader = useReader()
  const narrow = useNarrow()
  const now = today(reader)
  const [folded, setFolded] = useState((localStorage.getItem(stored) ?? (narrow ? 'folded' : 'open')) === 'folded')
  const { data } = useQuery({ ...forecast(object, board, asked, day, now), enabled: !folded })
  const measure = fieldOf(object, board.second ?? board.sum ?? '')
  const fold = () => {
    localStorage.setItem(stored, folded ? 'open' : 'folded')
    setFolded(!folded)
  }
  const most = Math.max(1, ...(data ?? []).map(({ sum }) => Number(sum ?? 0)))
  return (
    <section className={`forecast ${folded ? 'folded' : ''}`} aria-label={t('forecastName', { measure: say(measure?.label) })}>
      <div className="forecast-name">
        <IconButton
          small
          name={t(folded ? 'unfoldForecast' : 'foldForecast')}
          aria-expanded={!folded}
          icon={folded ? <Right /> : <Down />}
          onClick={fold}
        />
        <span>
          {say(fieldOf(object, day)?.label)}
          {!folded && board.second && board.sum && (
            <span className="forecast-key">
              <i className="weighted" aria-hidden="true" /> {say(fieldOf(object, board.second)?.label)}
              <br />
              <i aria-hidden="true" /> {say(fieldOf(object, board.sum)?.label)}
            </span>
          )}
        </span>
      </div>
      {!folded && (
        <ul className="forecast-months">
          {(data ?? []).map((stretch) => {
            const label = nameOf(stretch, now, language)
            const amounts = amountsOf(board, stretch, language)
            return (
              <li key={`${stretch.name}${stretch.from ?? ''}`}>
                <Link
                  className={`forecast-month ${stretch.name}`}
                  to="/o/$object"
                  params={{ object: object.path }}
                  search={{ view: 'list', ...rowsOf(object, board, asked, stretch) }}
                  aria-label={t('opens', { label, n: t('count', { count: stretch.count, n: stretch.count }), amounts })}
                  data-tip={`${label} · ${t('count', { count: stretch.count, n: stretch.count.toLocaleString('en-US') })} · ${sayNumber(stretch.sum ?? '0')}`}
                >
                  <span className="forecast-label">{label}</span>{' '}
                  <span className="forecast-sums">
                    <b>{sayBig((board.second ? stretch.second : stretch.sum) ?? '0', language)}</b>
                    {board.second && <span className="second"> / {sayBig(stretch.sum ?? '0', language)}</span>}
                  </span>
                  <span className="forecast-bar" aria-hidden="true">
                    <i style={{ width: `${share(stretch.sum, most)}%` }} />
                    {board.second && <i className="weighted" style={{ width: `${share(stretch.second, most)}%` }} />}
                  </span>
                </Link>
              </li>
            )
          })}
        </ul>
      )}
    </section>
  )
}

const share = (amount: string | null, most: number) => (Number(amount ?? 0) / most) * 100

/** As it is shown, so that who speaks to the page can say what he sees. */
function amountsOf(board: BoardShape, { sum, second }: Stretch, language: Language): string {
  const all = sayBig(sum ?? '0', language)
  return board.second ? `${sayBig(second ?? '0', language)} / ${all}` : all
}

function nameOf({ name, from }: Stretch, now: string, language: Language): string {
  if (name === 'late') return words.t('late')
  if (name === 'later') return words.t('later')
  if (name === 'none') return words.t('noDay')
  if (from?.slice(0, 7) === now.slice(0, 7)) return words.t('thisMonth')
  const year = from?.slice(0, 4) !== now.slice(0, 4)
  return new Intl.DateTimeFormat(language === 'zh' ? 'zh-CN' : 'en', {
    month: 'short',
    ...(year ? { year: 'numeric' } : {}),
    timeZone: 'UTC',
  }).format(Date.parse(`${from}T00:00:00Z`))
}

/** The list with exactly these rows: the tab stays where it speaks of what is open. */
function rowsOf(object: ObjectShape, board: BoardShape, asked: Asked, { filter }: Stretch) {
  const { rest, phases } = takeApart(asked.tab, board)
  const open = { field: board.by, op: 'phase', value: ['open'] }
  const tab = object.views.tabs.find((one) => one.filter === asked.tab)
  const stays =
    tab !== undefined &&
    asked.tab !== undefined &&
    phases.length === 1 &&
    phases[0] === 'open' &&
    JSON.stringify(rest) !== JSON.stringify(asked.tab)
  const all = object.views.tabs.find((one) => one.filter === undefined)
  return {
    tab: stays ? tab.name : all?.name,
    q: asked.search,
    filter: allOf([asked.filter, ...(stays ? [] : [rest, open]), filter]),
  }
}
