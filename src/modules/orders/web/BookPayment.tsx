import type { ObjectShape, RecordJson } from '../../../lib/wire.ts'
import { Button } from '../../../ui/Button.tsx'
import { useLanguage } from '../../../ui/i18n.ts'
import { objectNamed, useSchema } from '../../../web/api/queries.ts'
import { startCreate } from '../../../web/form/creating.ts'
import { drawn } from '../../../web/icons.tsx'
import { useHere } from '../../../web/palette/here.ts'
import { titleOf } from '../../../web/record/titles.ts'
import { words } from './words.ts'

/** Money has come for this order: the form begins with what is still owed. */
export function BookPayment({ object, record, small }: { object: ObjectShape; record: RecordJson; small?: boolean }) {
  const t = words.use()
  useLanguage()
  const mayBook = objectNamed(useSchema(), 'payment')?.can.create === true
  const owed = object.name === 'order' && mayBook ? owedOn(record) : null
  const book = () =>
    startCreate({
      object: 'payment',
      preset: {
        account: record.account,
        amount: owed,
        allocations: [{ order: { id: record.id, title: titleOf(object, record) }, amount: owed }],
      },
      // It stays at the order, which says what is owed now.
      onDone: () => undefined,
    })
  useHere(() =>
    owed ? [{ key: 'book payment', label: t('book'), icon: drawn('payment'), also: 'payment 回款 收款', onChoose: book }] : [],
  )
  if (!owed) return null
  return (
    <Button small={small} look="primary" icon={drawn('payment')} onClick={book}>
      {t('book')}
    </Button>
  )
}

type Money = { amount: string; currency: string }

/** A draft is not owed yet, what was cancelled no more. */
function owedOn({ status, unpaid }: RecordJson): Money | null {
  const money = unpaid as Money | null | undefined
  return status === 'confirmed' && money && Number(money.amount) > 0 ? money : null
}
