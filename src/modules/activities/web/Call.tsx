import { MenuButton } from '../../../ui/Menu.tsx'
import { drawn } from '../../../web/icons.tsx'
import type { Whose } from './whose.ts'
import { words } from './words.ts'

/** A link that the telephone understands; with several numbers, whose. */
export function Call({ numbers }: Pick<Whose, 'numbers'>) {
  const t = words.use()
  const [first] = numbers
  if (!first) return null
  if (numbers.length > 1)
    return (
      <MenuButton
        small
        icon={drawn('call')}
        end
        entries={numbers.map((one) => ({
          key: one.number,
          label: `${one.who} ${one.number}`,
          onChoose: () => location.assign(tel(one.number)),
        }))}
      >
        {t('call')}
      </MenuButton>
    )
  return (
    <a className="button plain small" href={tel(first.number)} data-tip={t('callTo', { who: first.who, number: first.number })}>
      {drawn('call')}
      <span>{t('call')}</span>
    </a>
  )
}

const tel = (number: string) => `tel:${number.replace(/[^\d+,;]/g, '')}`
