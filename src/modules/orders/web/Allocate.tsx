import { useEffect, useRef, useState } from 'react'
import type { ListAnswer } from '../../../lib/wire.ts'
import { Button } from '../../../ui/Button.tsx'
import { toast } from '../../../ui/toast.tsx'
import { complain } from '../../../web/api/deeds.ts'
import { get } from '../../../web/api/http.ts'
import { awaited } from '../../../web/form/waiting.ts'
import type { SlotProps } from '../../../web/slots.tsx'
import { allocated, idOf, isMoney, type Unpaid } from './proposal.ts'
import { words } from './words.ts'

/** Under the allocations of a payment: one key spreads it over the customer's unpaid orders, the earliest due first. */
export function Allocate(props: SlotProps['lines.under']) {
  return props.document.name === 'payment' && props.field.name === 'allocations' ? <Spread {...props} /> : null
}

function Spread(props: SlotProps['lines.under']) {
  const { values, lines, onAdd } = props
  const t = words.use()
  const latest = useRef(props)
  latest.current = props
  const [busy, setBusy] = useState(false)
  const account = idOf(values.account)
  const received = values.amount
  const ready = account !== null && isMoney(received)
  const spread = async () => {
    if (!ready || busy) return
    setBusy(true)
    try {
      const owed = await unpaidOrders(account)
      const then = latest.current
      const fresh = isMoney(then.values.amount) ? allocated(then.values.amount, then.lines, owed) : []
      if (fresh.length > 0) onAdd(fresh)
      toast({
        text: fresh.length > 0 ? t('done', { count: fresh.length }) : t(lines.some((line) => idOf(line.order)) ? 'used' : 'nothing'),
      })
    } catch (error) {
      complain(error)
    } finally {
      setBusy(false)
    }
  }
  const now = useRef(spread)
  now.current = spread
  useEffect(() => {
    const key = (event: KeyboardEvent) => {
      // By its place on the keyboard: on a Mac Option A writes å.
      if (!event.altKey || event.ctrlKey || event.metaKey || event.code !== 'KeyA') return
      event.preventDefault()
      void awaited(now.current())
    }
    window.addEventListener('keydown', key, true)
    return () => window.removeEventListener('keydown', key, true)
  }, [])
  const foreign = lines.filter((line) => account !== null && idOf(line.account) !== null && idOf(line.account) !== account)
  return (
    <>
      <Button small keys="Alt A" busy={busy} because={ready ? undefined : t('first')} onClick={() => void awaited(spread())}>
        {t('allocate')}
      </Button>
      {foreign.map((line) => (
        <p key={idOf(line.order)} className="soon allocate-foreign" role="status">
          {t('foreign', { order: titleIn(line.order), account: titleIn(line.account) || t('another') })}
        </p>
      ))}
    </>
  )
}

const titleIn = (value: unknown): string =>
  typeof value === 'object' && value !== null && 'title' in value && typeof value.title === 'string' ? value.title : ''

async function unpaidOrders(account: string): Promise<Unpaid[]> {
  const filter = {
    and: [
      { field: 'account', op: 'eq', value: account },
      { field: 'status', op: 'eq', value: 'confirmed' },
      { field: 'unpaid', op: 'gt', value: '0' },
    ],
  }
  const { records } = await get<ListAnswer>('/orders', { filter: JSON.stringify(filter), sort: 'dueOn', limit: 200 })
  return records.map(({ id, number, unpaid }) => ({ id, number: String(number), unpaid: unpaid as Unpaid['unpaid'] }))
}
