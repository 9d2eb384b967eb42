import { faceOf } from '../../fields/web.ts'
import type { FieldShape } from '../../lib/wire.ts'
import { say } from '../../ui/i18n.ts'
import { isWritable } from './shape.ts'
import { words } from './words.ts'

export function Head({ columns, deeds }: { columns: FieldShape[]; deeds?: boolean }) {
  const t = words.use()
  return (
    <thead>
      <tr>
        <th className="lines-no">
          <span className="unseen">{t('number')}</span>
        </th>
        {columns.map((field) => (
          <th key={field.name} className={faceOf(field).end ? 'end' : ''} scope="col">
            {say(field.label)}
            {deeds && field.required && isWritable(field) && (
              <span className="late" aria-hidden="true">
                {' '}
                *
              </span>
            )}
          </th>
        ))}
        {deeds && <td className="lines-deeds" />}
      </tr>
    </thead>
  )
}
