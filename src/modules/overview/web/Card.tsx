import type { ReactNode } from 'react'
import { Button } from '../../../ui/Button.tsx'
import { Bones, Empty } from '../../../ui/Empty.tsx'
import { Warning } from '../../../ui/icons.ts'
import type { Groups } from './asks.ts'
import { words } from './words.ts'

type Props = {
  title: string
  wide?: boolean
  read: { groups: Groups | undefined; failed: boolean; again: () => void }
  side?: ReactNode
  children: (groups: Groups) => ReactNode
}

export function Card({ title, wide, read: { groups, failed, again }, side, children }: Props) {
  const t = words.use()
  return (
    <section className={`overview-card ${wide ? 'wide' : ''}`} aria-label={title}>
      <header className="row">
        <h2 className="strong grow">{title}</h2>
        {side}
      </header>
      {groups ? (
        children(groups)
      ) : failed ? (
        <Empty icon={<Warning />} title={t('failed')}>
          <Button onClick={again}>{t('again')}</Button>
        </Empty>
      ) : (
        <Bones lines={4} />
      )}
    </section>
  )
}
