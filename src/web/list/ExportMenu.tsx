import { Export } from '../../ui/icons.ts'
import { MenuButton } from '../../ui/Menu.tsx'
import { toast } from '../../ui/toast.tsx'
import { allOf } from '../api/filter.ts'
import { base, search } from '../api/http.ts'
import type { Rows } from '../api/rows.ts'
import { words } from './words.ts'

export function ExportMenu({ rows, columns, ids, small }: { rows: Rows; columns: string[]; ids?: string[]; small?: boolean }) {
  const t = words.use()
  const formats = ['xlsx', 'csv'] as const
  return (
    <MenuButton
      small={small}
      icon={<Export />}
      end={!small}
      entries={formats.map((format) => ({
        key: format,
        label: t('exportAs', { format: format === 'csv' ? 'CSV' : 'Excel' }),
        onChoose: () => download(rows, columns, format, ids),
      }))}
    >
      {t('export')}
    </MenuButton>
  )
}

/** The browser itself fetches it: a million rows pass through no memory of ours. */
function download({ ask }: Rows, columns: string[], format: 'csv' | 'xlsx', ids: string[] | undefined): void {
  const filter = allOf([ask.filter, ids && { field: 'id', op: 'in', value: ids }])
  const link = document.createElement('a')
  link.href = `${base}/${ask.path}/export${search({ format, filter: filter && JSON.stringify(filter), sort: ask.sort, search: ask.search, fields: columns.join(',') })}`
  link.download = ''
  link.click()
  toast({ text: words.t('exported') })
}
