import { useState } from 'react'
import { sayMoney } from '../../lib/amount.ts'
import { isCurrency, splitCurrency } from '../../lib/currency.ts'
import { prepare, readNumberText } from '../../lib/number-text.ts'
import { Input } from '../../ui/Input.tsx'
import { useReader } from '../../ui/reader.tsx'
import type { EditProps, Face } from '../face.ts'
import { judged, plainDigits } from '../number/web.tsx'

type Money = { amount: string; currency: string }
const isMoney = (value: unknown): value is Money => typeof value === 'object' && value !== null && 'amount' in value && 'currency' in value

const currencies = ['CNY', 'USD', 'EUR', 'HKD', 'JPY', 'GBP', 'TWD', 'KRW', 'SGD', 'AUD']

function MoneyEdit({ id, value, onChange, wrong, autoFocus, tight }: EditProps) {
  const reader = useReader()
  const money = isMoney(value) ? value : null
  const [currency, setCurrency] = useState(money?.currency ?? reader.currency)
  // What could not be read stays as it was pasted, to be mended.
  const amount = money?.amount ?? (typeof value === 'string' ? value : '')
  // Of a kept amount the empty decimals are left out; of one being typed never: 10.0 may become 10.05.
  const [typed, setTyped] = useState<string | null>(null)
  return (
    <Input
      id={id}
      value={typed !== null && plainDigits(typed) === amount ? typed : amount.replace(/\.0+$/, '')}
      inputMode="decimal"
      wrong={wrong}
      autoFocus={autoFocus}
      onChange={(text) => {
        setTyped(text)
        onChange(plainDigits(text) === '' ? null : { amount: plainDigits(text), currency })
      }}
      trail={
        tight ? undefined : (
          <select
            className="money-unit"
            aria-label={reader.language === 'zh' ? '币种' : 'Currency'}
            value={currency}
            onChange={(event) => {
              setCurrency(event.target.value)
              if (amount !== '') onChange({ amount, currency: event.target.value })
            }}
          >
            {[...new Set([reader.currency, currency, ...currencies])].map((one) => (
              <option key={one}>{one}</option>
            ))}
          </select>
        )
      }
    />
  )
}

export const moneyFace: Face = {
  show: (value) => (isMoney(value) ? sayMoney(value) : String(value)),
  Edit: MoneyEdit,
  FilterEdit: ({ id, value, onChange }) => (
    <Input
      id={id}
      value={isMoney(value) ? value.amount : typeof value === 'string' ? value : ''}
      inputMode="decimal"
      onChange={(text) => onChange(plainDigits(text))}
    />
  ),
  fromPaste: (text, _, reader) => {
    const { rest, currency } = splitCurrency(prepare(text), reader.currency)
    const amount = readNumberText(rest)
    return typeof amount === 'string' && (currency === null || isCurrency(currency))
      ? { amount, currency: currency ?? reader.currency }
      : text.trim()
  },
  judge: (value, { options }) => judged(isMoney(value) ? value.amount : value, 2, options),
  total: (amount, { currency }) => sayMoney({ amount, currency }),
  end: true,
  width: 130,
}
