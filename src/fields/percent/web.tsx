import type { Face } from '../face.ts'
import { numberFace, plainDigits } from '../number/web.tsx'

export const percentFace: Face = {
  ...numberFace,
  show: (value) => `${String(value)}%`,
  fromPaste: (text) => plainDigits(text.replace(/[%％]$/, '')),
  width: 90,
}
