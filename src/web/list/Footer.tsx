import { useQuery } from '@tanstack/react-query'
import type { FieldShape, ObjectShape } from '../../lib/wire.ts'
import { say } from '../../ui/i18n.ts'
import { useReader } from '../../ui/reader.tsx'
import { useRows, type Rows } from '../api/rows.ts'
import { countText } from './count.ts'
import { type Asked, sayTotals, sumsOf } from './grouping.ts'
import { words } from './words.ts'

type Props = {
  object: ObjectShape
  rows: Rows
  asked: Asked
  sums: FieldShape[]
  chosen: number
  /** In groups: how many there are in all of them. */
  grouped?: number
}

/** How many there are, and what their columns sum up to: of all that the filter finds. */
export function Footer({ object, rows, asked, sums, chosen, grouped }: Props) {
  const t = words.use()
  const reader = useReader()
  const { data } = useQuery(sumsOf(object, asked, sums))
  const { count, state, end, rows: loaded } = useRows(rows)
  const known = count ?? (end ? { value: loaded.length, capped: false } : null)
  const total = grouped === undefined ? known : { value: grouped, capped: false }
  return (
    // Many sums are wider than a narrow window: whoever has no finger on it moves along by the arrows.
    <footer className="list-foot" role="status" tabIndex={sums.length > 1 ? 0 : undefined}>
      {chosen > 0 && <b>{t('chosen', { count: chosen })}</b>}
      {total &&
        (total.capped ? (
          <button type="button" className="link" data-tip={t('countExactly')} onClick={() => void rows.exact()}>
            {t('totalMore', { count: total.value.toLocaleString('en-US') })}
          </button>
        ) : (
          <span>{t('total', { count: total.value, n: countText(total) })}</span>
        ))}
      <span className="grow" />
      {data &&
        sayTotals(sums, data.sums, reader).map(({ field, text }) => (
          <span key={field.name}>
            {labelOfSum(say(field.label), t('sum'))} <b>{text}</b>
          </span>
        ))}
      {state === 'more' && <span>{t('more')}</span>}
    </footer>
  )
}

/** 已收合计, but not 合计合计. */
const labelOfSum = (label: string, sum: string) => (label === sum ? label : `${label}${sum}`)
