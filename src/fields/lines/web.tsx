import type { Face } from '../face.ts'

export const linesFace: Face = { show: (value) => (Array.isArray(value) ? String(value.length) : ''), width: 80, wide: true, alone: true }
