import type { Face } from '../face.ts'
import { TextEdit } from '../text/web.tsx'

/** Only what a browser opens as a page becomes a link. */
const address = (text: string) => (/^https?:\/\//i.test(text) ? text : `https://${text}`)

export const urlFace: Face = {
  show: (value) => String(value).replace(/^https?:\/\/(www\.)?|\/$/g, ''),
  copy: String,
  Cell: ({ value }) => (
    <a href={address(String(value))} target="_blank" rel="noreferrer noopener" tabIndex={-1}>
      {String(value).replace(/^https?:\/\/(www\.)?|\/$/g, '')}
    </a>
  ),
  Edit: (props) => <TextEdit {...props} inputMode="url" />,
  width: 160,
}
