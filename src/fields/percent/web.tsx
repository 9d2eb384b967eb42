import type { Face } from '../face.ts'
import { numberFace, plainDigits } from '../number/web.tsx'

export const percentFace: Face = {
  ...numberFace,
  show: (value) => `${String(value)}%`,
  fromPaste: (text) => plainDigits(text.replace(/[%％]$/, '')),
  // Shares of different wholes do not add up.
  total: undefined,
  width: 90,
}
