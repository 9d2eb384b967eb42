import type { ImportJson } from '../../lib/wire.ts'
import { Combobox, type Option } from '../../ui/Combobox.tsx'
import type { Choices } from './calls.ts'
import { words } from './words.ts'

/** Encodings that files come in here; the names that people know them by. */
const encodings: Option[] = [
  { value: 'utf-8', label: 'UTF-8' },
  { value: 'gb18030', label: 'GBK / GB18030' },
  { value: 'utf-16le', label: 'UTF-16' },
]

/** What we take the file for, in one line; each guess can be corrected. */
export function FileFacts({ now, onChange }: { now: ImportJson; onChange: (choices: Choices) => void }) {
  const t = words.use()
  const delimiters: Record<string, string> = { ',': t('delimiter,'), ';': t('delimiter;'), '\t': t('delimiterTab'), '|': t('delimiter|') }
  const headers: Option[] = [
    { value: '-1', label: t('headerNone') },
    ...Array.from({ length: Math.max(5, now.headerRow + 1) }, (_, row) => ({ value: String(row), label: t('headerAt', { row: row + 1 }) })),
  ]
  const sheets = now.sheets?.map(({ name }) => ({ value: name, label: name })) ?? []
  return (
    <section className="import-facts" aria-label={t('about')}>
      <span className="import-fact strong">{now.kind === 'xlsx' ? 'Excel' : 'CSV'}</span>
      <span className="import-fact">{t('rows', { count: now.total })}</span>
      <span className="import-fact">{t('columns', { count: now.columns.length })}</span>
      {now.delimiter !== undefined && <span className="import-fact">{delimiters[now.delimiter] ?? now.delimiter}</span>}
      {sheets.length > 0 && <Fact label={t('sheet')} options={sheets} value={now.sheet ?? ''} onChange={(sheet) => onChange({ sheet })} />}
      {now.kind === 'csv' && (
        <Fact
          label={t('encoding')}
          options={encodings}
          value={now.encoding.replace('-bom', '')}
          onChange={(encoding) => onChange({ encoding })}
        />
      )}
      <Fact label={t('header')} options={headers} value={String(now.headerRow)} onChange={(row) => onChange({ headerRow: Number(row) })} />
    </section>
  )
}

function Fact({ label, options, value, onChange }: { label: string; options: Option[]; value: string; onChange: (value: string) => void }) {
  const chosen = options.find((one) => one.value === value) ?? { value, label: value }
  return (
    <span className="import-fact row">
      <span className="second">{label}</span>
      <Combobox
        name={label}
        options={options}
        value={[chosen]}
        fixed
        onChange={([next]) => next && next.value !== value && onChange(next.value)}
      />
    </span>
  )
}
