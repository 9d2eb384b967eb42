import type { ImportJson, ObjectShape } from '../../lib/wire.ts'
import type { Choices } from './calls.ts'
import { TargetSelect } from './TargetSelect.tsx'
import { words } from './words.ts'

/** One line a column of the file: its name, what is in it, where it goes. */
export function ColumnTable({
  now,
  object,
  onChange,
}: {
  now: ImportJson
  object: ObjectShape | undefined
  onChange: (choices: Choices) => void
}) {
  const t = words.use()
  const sharing = Map.groupBy(now.columns, (column) => now.mapping[column.name] ?? '')
  return (
    <table className="import-columns">
      <thead>
        <tr>
          <th scope="col">{t('inFile')}</th>
          <th scope="col">{t('samples')}</th>
          <th scope="col">{t('writeTo')}</th>
        </tr>
      </thead>
      <tbody>
        {now.columns.map((column) => {
          const path = now.mapping[column.name] ?? null
          const others = path === null ? [] : (sharing.get(path) ?? [])
          return (
            <tr key={column.name} className={path === null ? 'out' : ''}>
              <th scope="row">
                <span className="cut">{column.name}</span>
              </th>
              <td>
                <span className="cut second">{column.samples.length > 0 ? column.samples.slice(0, 3).join('、') : '—'}</span>
              </td>
              <td>
                <TargetSelect
                  now={now}
                  object={object}
                  column={column.name}
                  value={path}
                  onChange={(next) => onChange({ mapping: { [column.name]: next } })}
                />
                {others.length > 1 && others[0] === column && (
                  <p className="import-shared soon">{t('shared', { columns: others.map((one) => one.name).join('」「') })}</p>
                )}
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
