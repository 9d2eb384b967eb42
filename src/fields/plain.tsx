import type { Face } from './face.ts'

/** For what has no face of its own: read only. */
export const plainFace: Face = {
  show: (value) => {
    if (typeof value === 'string' || typeof value === 'number') return String(value)
    if (typeof value === 'object' && value !== null && 'title' in value && typeof value.title === 'string') return value.title
    return JSON.stringify(value)
  },
  width: 140,
}
