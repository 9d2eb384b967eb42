import { faceOf } from '../../fields/web.ts'
import type { ObjectShape } from '../../lib/wire.ts'
import { useNarrow } from '../../ui/narrow.ts'
import { Value } from '../Value.tsx'
import { titleOf } from '../record/titles.ts'
import { CardFace } from './CardFace.tsx'
import { Head } from './Head.tsx'
import { Totals } from './Totals.tsx'
import { countedLines } from './counting.ts'
import type { Line } from './line.ts'
import type { LinesShape } from './shape.ts'
import { words } from './words.ts'
import './lines.css'

type Props = { document: ObjectShape; shape: LinesShape; record: Line; lines: Line[]; label: string; cards?: boolean }

/** Lines as they are read; empty columns are left out. */
export function LinesTable({ document, shape, record, lines, label, cards }: Props) {
  const t = words.use()
  const narrow = useNarrow()
  const counted = countedLines(shape, record, lines)
  const columns = shape.columns.filter((field) => counted.some((line) => (line[field.name] ?? null) !== null && line[field.name] !== ''))
  if (lines.length === 0) return <p className="second lines-none">{t('none')}</p>
  return (
    <div className="lines">
      {narrow || cards ? (
        <ul className="lines-cards">
          {counted.map((line, at) => (
            <li key={at} className="lines-card">
              <CardFace columns={columns} title={titleOf(shape.child, line)} titles={shape.child.title} line={line} />
            </li>
          ))}
        </ul>
      ) : (
        <div className="lines-scroll" tabIndex={0} role="region" aria-label={label}>
          <table className="lines-table" style={{ maxWidth: columns.length * 240 + 72 }} aria-label={label}>
            <Head columns={columns} />
            <tbody>
              {counted.map((line, at) => (
                <tr key={at}>
                  <td className="lines-no">{at + 1}</td>
                  {columns.map((field) => (
                    <td key={field.name} className={faceOf(field).end ? 'end' : ''} data-cell={`${at}.${field.name}`}>
                      <span className="cut">
                        <Value field={field} value={line[field.name]} />
                      </span>
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <Totals document={document} shape={shape} values={record} counted={counted} filledOnly />
    </div>
  )
}
