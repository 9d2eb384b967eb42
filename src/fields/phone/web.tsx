import type { Face } from '../face.ts'
import { TextEdit } from '../text/web.tsx'

/** 13912345678 reads better in three parts; what was written otherwise stays as written. */
const spaced = (text: string) => text.replace(/^(1\d{2})(\d{4})(\d{4})$/, '$1 $2 $3')

export const phoneFace: Face = {
  show: String,
  Cell: ({ value }) => (
    <a href={`tel:${String(value).replace(/[^\d+]/g, '')}`} tabIndex={-1}>
      {spaced(String(value))}
    </a>
  ),
  Edit: (props) => <TextEdit {...props} inputMode="tel" />,
  width: 150,
}
