import type { ImportJson } from '../../lib/wire.ts'
import { say, useLanguage } from '../../ui/i18n.ts'
import { Tag } from '../../ui/Tag.tsx'
import type { Choices } from './calls.ts'
import { words } from './words.ts'

/** The file's first rows as they stand, under the fields they go to. A row's number makes it the header. */
export function FirstRows({ now, onChange }: { now: ImportJson; onChange: (choices: Choices) => void }) {
  const t = words.use()
  useLanguage()
  if (!now.head?.length) return null
  return (
    <section className="import-card" aria-labelledby="import-first">
      <h2 id="import-first" className="row">
        {t('firstRows')}
        <span className="second">{t('firstRowsText')}</span>
      </h2>
      <div className="import-scroll" tabIndex={0} role="group" aria-labelledby="import-first">
        <table className="import-first">
          <thead>
            <tr>
              <td />
              {now.columns.map((column) => {
                const target = now.targets.find(({ path }) => path === now.mapping[column.name])
                return (
                  <th key={column.name} scope="col" className={target ? '' : 'out'}>
                    {target ? say(target.label) : t('notImported')}
                  </th>
                )
              })}
            </tr>
          </thead>
          <tbody>
            {now.head.map(({ at, cells }) => (
              <tr key={at} className={at === now.headerRow ? 'header' : at < now.headerRow ? 'above' : ''}>
                <th scope="row">
                  {at === now.headerRow ? (
                    <Tag tone="accent">{t('isHeader')}</Tag>
                  ) : (
                    <button
                      type="button"
                      data-tip={t('asHeader', { row: at + 1 })}
                      aria-label={t('asHeader', { row: at + 1 })}
                      onClick={() => onChange({ headerRow: at })}
                    >
                      {at + 1}
                    </button>
                  )}
                </th>
                {now.columns.map((column, index) => (
                  <td key={column.name} className={now.mapping[column.name] === null ? 'out' : ''}>
                    <span className="cut">{cells[index] ?? ''}</span>
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}
