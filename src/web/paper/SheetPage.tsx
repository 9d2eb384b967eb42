import type { Fact, Sheet } from '../../lib/sheet.ts'
import { base } from '../api/http.ts'

/** A sheet in the browser, with the PDF's content in the PDF's order. */
export function SheetPage({ sheet }: { sheet: Sheet }) {
  const { firm, to } = sheet
  return (
    <article className="sheet" lang={sheet.language === 'en' ? 'en' : 'zh-CN'} data-mark={sheet.mark ?? undefined}>
      <header className="sheet-head">
        {firm.logo && <img src={`${base}/files/${firm.logo}`} alt="" />}
        <div className="grow">
          <p className="sheet-firm">{firm.name}</p>
          {firm.lines.map((line) => (
            <p key={line}>{line}</p>
          ))}
        </div>
        <div className="sheet-title">
          <h1>{sheet.title}</h1>
          <p>
            {sheet.number} {sheet.mark && <span className="sheet-mark">{sheet.mark}</span>}
          </p>
        </div>
      </header>
      <section className="sheet-parties">
        <div>
          <p className="sheet-label">{to.label}</p>
          <p className="sheet-to">{to.name}</p>
          <Facts facts={to.facts} />
        </div>
        <Facts facts={sheet.facts} />
      </section>
      <table className="sheet-lines">
        <thead>
          <tr>
            {sheet.columns.map(({ label, kind }) => (
              <th key={label} className={kind} scope="col">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {sheet.rows.map((row, place) => (
            <tr key={place}>
              {row.map((cell, i) => (
                <td key={i} className={sheet.columns[i]?.kind}>
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <section className="sheet-totals">
        {sheet.words && (
          <div>
            <p className="sheet-label">{sheet.words.label}</p>
            <p className="sheet-words">{sheet.words.value}</p>
          </div>
        )}
        <Facts facts={sheet.totals} />
      </section>
      {sheet.notes.length > 0 && (
        <section className="sheet-notes">
          <Facts facts={sheet.notes} />
        </section>
      )}
      <section className="sheet-signatures">
        {sheet.signatures.map(({ label, lines }) => (
          <div key={label}>
            <p className="sheet-words">{label}</p>
            {lines.map((line) => (
              <p key={line} className="sheet-signed">
                {line}
              </p>
            ))}
          </div>
        ))}
      </section>
    </article>
  )
}

const Facts = ({ facts }: { facts: Fact[] }) => (
  <dl className="sheet-facts">
    {facts.map(({ label, value }) => (
      <div key={label}>
        <dt>{label}</dt>
        <dd>{value}</dd>
      </div>
    ))}
  </dl>
)
