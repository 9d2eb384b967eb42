import type { Face } from '../face.ts'
import { TextEdit } from '../text/web.tsx'

export const emailFace: Face = {
  show: String,
  Cell: ({ value }) => (
    <a href={`mailto:${String(value)}`} tabIndex={-1}>
      {String(value)}
    </a>
  ),
  Edit: (props) => <TextEdit {...props} inputMode="email" />,
  width: 180,
}
