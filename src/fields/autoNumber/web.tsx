import type { Face } from '../face.ts'

export const autoNumberFace: Face = { show: String, width: 150 }
