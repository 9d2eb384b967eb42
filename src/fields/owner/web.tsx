import { Avatar } from '../../ui/Tag.tsx'
import type { Face } from '../face.ts'
import { refFace, titleOfRef } from '../ref/web.tsx'

export const ownerFace: Face = {
  ...refFace,
  Cell: ({ value }) => (
    <span className="row" style={{ gap: 6 }}>
      <Avatar name={titleOfRef(value)} />
      <span className="cut">{titleOfRef(value)}</span>
    </span>
  ),
  width: 110,
}
