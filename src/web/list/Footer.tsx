import { useRows, type Rows } from '../api/rows.ts'
import { countText } from './count.ts'
import { words } from './words.ts'

export function Footer({ rows, chosen }: { rows: Rows; chosen: number }) {
  const t = words.use()
  const { count, state, end, rows: loaded } = useRows(rows)
  const total = count ?? (end ? { value: loaded.length, capped: false } : null)
  return (
    <footer className="list-foot" role="status">
      {chosen > 0 && <b>{t('chosen', { count: chosen })}</b>}
      {total &&
        (total.capped ? (
          <button type="button" className="link" data-tip={t('countExactly')} onClick={() => void rows.exact()}>
            {t('totalMore', { count: total.value.toLocaleString('en-US') })}
          </button>
        ) : (
          <span>{t('total', { count: total.value, n: countText(total) })}</span>
        ))}
      {state === 'more' && <span>{t('more')}</span>}
    </footer>
  )
}
