import type { Face } from '../face.ts'
import { TextEdit } from '../text/web.tsx'

export const pageFace: Face = {
  show: (value) => String(value),
  Edit: TextEdit,
  width: 200,
}
