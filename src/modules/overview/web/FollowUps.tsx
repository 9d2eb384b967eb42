import { sayDate } from '../../../lib/when.ts'
import { useLanguage } from '../../../ui/i18n.ts'
import { useGroups } from './answers.ts'
import { Card } from './Card.tsx'
import { followUps } from './figures.ts'
import { Opens } from './Opens.tsx'
import { words } from './words.ts'

/** Who spoke with customers how often, week by week: darker is more. */
export function FollowUps() {
  const t = words.use()
  const language = useLanguage()
  const read = useGroups('followUps')
  return (
    <Card title={t('followUps')} read={read} wide>
      {(groups) => {
        const people = followUps(groups, read.today)
        if (people.length === 0) return <p className="second">{t('noFollowUps')}</p>
        const most = Math.max(1, ...people.flatMap((person) => person.weeks.map((week) => week.count)))
        const weekOf = (monday: string) => sayDate(monday, language, false)
        return (
          <div className="overview-scroll" tabIndex={0} role="region" aria-label={t('followUps')}>
            <table className="overview-weeks">
              <thead>
                <tr>
                  <td />
                  {people[0]!.weeks.map((week) => (
                    <th key={week.key} scope="col">
                      {weekOf(week.key)}
                    </th>
                  ))}
                  <th scope="col">{t('all')}</th>
                </tr>
              </thead>
              <tbody>
                {people.map(({ owner, weeks, all }) => {
                  const name = owner?.title ?? t('nobody')
                  return (
                    <tr key={all.key}>
                      <th scope="row" className="cut">
                        {name}
                      </th>
                      {weeks.map((week) => (
                        <td key={week.key}>
                          {week.count > 0 ? (
                            <Opens figure={week} what={`${name} ${weekOf(week.key)}`} said={String(week.count)} className="overview-week">
                              <i style={{ opacity: 0.08 + (0.3 * week.count) / most }} aria-hidden="true" />
                              <span>{week.count}</span>
                            </Opens>
                          ) : (
                            <span className="second">0</span>
                          )}
                        </td>
                      ))}
                      <td>
                        <Opens figure={all} what={name} said={String(all.count)}>
                          <b>{all.count.toLocaleString('en-US')}</b>
                        </Opens>
                      </td>
                    </tr>
                  )
                })}
              </tbody>
            </table>
          </div>
        )
      }}
    </Card>
  )
}
