import { TextArea } from '../../ui/Input.tsx'
import type { EditProps, Face } from '../face.ts'

const LongTextEdit = ({ id, value, onChange, wrong, autoFocus }: EditProps) => (
  <TextArea
    id={id}
    value={typeof value === 'string' ? value : ''}
    onChange={(text) => onChange(text === '' ? null : text)}
    wrong={wrong}
    autoFocus={autoFocus}
    rows={3}
  />
)

export const longTextFace: Face = {
  show: (value) => String(value).replace(/\s+/g, ' '),
  copy: String,
  Cell: ({ value }) => <span className="kept-lines">{String(value)}</span>,
  Edit: LongTextEdit,
  width: 260,
  wide: true,
}
