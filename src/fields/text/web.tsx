import { Input } from '../../ui/Input.tsx'
import type { EditProps, Face } from '../face.ts'

const str = (value: unknown) => (typeof value === 'string' ? value : '')

export const TextEdit = ({
  id,
  value,
  onChange,
  wrong,
  autoFocus,
  field,
  inputMode,
}: EditProps & { inputMode?: 'tel' | 'email' | 'url' | 'decimal' }) => (
  <Input
    id={id}
    value={str(value)}
    onChange={(text) => onChange(text === '' ? null : text)}
    wrong={wrong}
    autoFocus={autoFocus}
    inputMode={inputMode}
    maxLength={typeof field.options.max === 'number' ? field.options.max : 2000}
  />
)

export const textFace: Face = {
  show: (value) => str(value),
  Edit: TextEdit,
  width: ({ options }) => (options.firm === true ? 240 : options.person === true ? 110 : 130),
}
