import { sayNumber } from '../../lib/amount.ts'
import type { Problem } from '../../lib/errors.ts'
import { readNumberText } from '../../lib/number-text.ts'
import type { FieldShape } from '../../lib/wire.ts'
import type { Face } from '../face.ts'
import { TextEdit } from '../text/web.tsx'
import { counted } from './counted.ts'
import { type DecimalOptions, readDecimal } from './decimals.ts'

/** People write 1,234 and １２３４; the server takes plain digits and judges the rest. */
export const plainDigits = (text: string) =>
  text
    .normalize('NFKC')
    .replace(/(?<=\d)[,\s](?=\d{3})/g, '')
    .trim()

/** What the server would say at once: no number, too many decimals, out of its bounds. */
export function judged(value: unknown, digits: number, options: FieldShape['options'], bounds: DecimalOptions = {}): Problem | null {
  if (value === null || value === undefined || value === '') return null
  const own = options as DecimalOptions
  const read = readDecimal(value, own.digits ?? digits, { ...bounds, ...own })
  return typeof read === 'string' ? null : read
}

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
  fromPaste: (text) => {
    const number = readNumberText(text.replace(counted, '$1'))
    return typeof number === 'string' ? number : text.trim()
  },
  judge: (value, { options }) => judged(value, 6, options),
  total: sayNumber,
  end: true,
  width: 110,
}
