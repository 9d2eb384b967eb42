import { useState } from 'react'
import { sayMoney } from '../../lib/amount.ts'
import { Input } from '../../ui/Input.tsx'
import { useReader } from '../../ui/reader.tsx'
import type { EditProps, Face } from '../face.ts'
import { plainDigits } from '../number/web.tsx'

type Money = { amount: string; currency: string }
const isMoney = (value: unknown): value is Money => typeof value === 'object' && value !== null && 'amount' in value && 'currency' in value

const currencies = ['CNY', 'USD', 'EUR', 'HKD', 'JPY', 'GBP', 'TWD', 'KRW', 'SGD', 'AUD']

function MoneyEdit({ id, value, onChange, wrong, autoFocus, tight }: EditProps) {
  const reader = useReader()
  const money = isMoney(value) ? value : null
  const [currency, setCurrency] = useState(money?.currency ?? reader.currency)
  const amount = money?.amount ?? ''
  return (
    <Input
      id={id}
      value={amount.replace(/\.0+$/, '')}
      inputMode="decimal"
      wrong={wrong}
      autoFocus={autoFocus}
      onChange={(text) => onChange(plainDigits(text) === '' ? null : { amount: plainDigits(text), currency })}
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
  fromPaste: (text, _, reader) => ({ amount: plainDigits(text.replace(/^[¥￥$€£\s]+|元$/g, '')), currency: reader.currency }),
  total: (amount, { currency }) => sayMoney({ amount, currency }),
  end: true,
  width: 130,
}
