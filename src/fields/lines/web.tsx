import { language } from '../../ui/i18n.ts'
import type { Face } from '../face.ts'

const said = (count: number) => (language() === 'zh' ? `${count} 行` : `${count} ${count === 1 ? 'line' : 'lines'}`)

/** The app draws them: it knows the records that they are. */
export const linesFace: Face = {
  show: (value) => (Array.isArray(value) ? said(value.length) : ''),
  rows: true,
  width: 80,
  wide: true,
  alone: true,
}
