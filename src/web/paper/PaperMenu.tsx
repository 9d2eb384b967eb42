import { paperLanguages, type PaperLanguage } from '../../lib/sheet.ts'
import type { ObjectShape, RecordJson } from '../../lib/wire.ts'
import { language, useLanguage } from '../../ui/i18n.ts'
import { Print } from '../../ui/icons.ts'
import { MenuButton } from '../../ui/Menu.tsx'
import { base } from '../api/http.ts'
import { useHere } from '../palette/here.ts'
import { isPrinted } from './plug.ts'
import { words } from './words.ts'

/** The record's paper: to look at and print, or as a PDF in one language or both. */
export function PaperMenu({ object, record, small }: { object: ObjectShape; record: RecordJson; small?: boolean }) {
  const t = words.use()
  useLanguage()
  const printed = isPrinted(object.name)
  const preview = {
    key: 'preview',
    label: t('preview'),
    onChoose: () => window.open(printAddress(object.path, record.id, language()), '_blank'),
  }
  const files = paperLanguages.map((one) => ({
    key: one,
    label: t('pdf', { language: t(one) }),
    onChoose: () => download(pdfAddress(object.path, record.id, one)),
  }))
  useHere(() =>
    printed ? [preview, ...files].map((one) => ({ ...one, key: `paper ${one.key}`, icon: <Print />, also: 'print dayin 打印' })) : [],
  )
  if (!printed) return null
  return (
    <MenuButton small={small} icon={<Print />} end entries={[preview, { line: true, key: 'line' }, ...files]}>
      {t('print')}
    </MenuButton>
  )
}

export const pdfAddress = (path: string, id: string, one: PaperLanguage) => `${base}/${path}/${id}/document.pdf?language=${one}`
const printAddress = (path: string, id: string, one: PaperLanguage) => `/print/${path}/${id}?language=${one}`

/** The server says what the file is called. */
export function download(address: string): void {
  const link = document.createElement('a')
  link.href = address
  link.download = ''
  link.click()
}
