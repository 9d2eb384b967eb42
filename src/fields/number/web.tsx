import { sayNumber } from '../../lib/amount.ts'
import type { Face } from '../face.ts'
import { TextEdit } from '../text/web.tsx'

/** People write 1,234 and １２３４; the server takes plain digits and judges the rest. */
export const plainDigits = (text: string) =>
  text
    .normalize('NFKC')
    .replace(/(?<=\d)[,\s](?=\d{3})/g, '')
    .trim()

export const numberFace: Face = {
  show: (value) => sayNumber(String(value)),
  Edit: (props) => (
    <TextEdit
      {...props}
      value={props.value === null || props.value === undefined ? '' : String(props.value)}
      onChange={(value) => props.onChange(typeof value === 'string' ? plainDigits(value) : null)}
      inputMode="decimal"
    />
  ),
  fromPaste: plainDigits,
  total: sayNumber,
  end: true,
  width: 110,
}
