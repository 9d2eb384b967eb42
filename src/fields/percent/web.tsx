import type { Face } from '../face.ts'
import { judged, numberFace } from '../number/web.tsx'
import { readNumberText } from '../../lib/number-text.ts'

export const percentFace: Face = {
  ...numberFace,
  // What is no number yet is shown as it was written.
  show: (value) => (Number.isNaN(Number(value)) ? String(value) : `${String(value)}%`),
  fromPaste: (text) => {
    const number = readNumberText(text.replace(/\s*[%％]\s*$/, ''))
    return typeof number === 'string' ? number : text.trim()
  },
  judge: (value, { options }) => judged(value, 4, options, { min: 0, max: 100 }),
  // Shares of different wholes do not add up.
  total: undefined,
  width: 90,
}
