import { Button } from '../../../ui/Button.tsx'
import { DayInput } from '../../../ui/DayInput.tsx'
import { Input } from '../../../ui/Input.tsx'
import { useReader } from '../../../ui/reader.tsx'
import { Chip } from '../../../ui/Tag.tsx'
import { words as ui } from '../../../ui/words.ts'
import { nearDays } from './nearDays.ts'
import { words } from './words.ts'

export type Next = { text: string; at: string | null }
type Props = { id: string; next: Next; hint: string; save: string; onChange: (part: Partial<Next>) => void; onClose: () => void }

/** What comes next and when, in one line with the form's two buttons. */
export function NextLine({ id, next, hint, save, onChange, onClose }: Props) {
  const t = words.use()
  const u = ui.use()
  const reader = useReader()
  return (
    <div className="complete-line" role="group" aria-label={t('nextStep')}>
      <label className="second complete-label" htmlFor={id}>
        {t('nextStep')}
      </label>
      <Input id={id} className="complete-next" value={next.text} onChange={(text) => onChange({ text })} placeholder={hint} />
      {nearDays(reader, (key) => key === 'today').map(([key, day]) => (
        <Chip key={key} on={next.at === day} onChoose={() => onChange({ at: next.at === day ? null : day })}>
          {u(key)}
        </Chip>
      ))}
      <span className="complete-day">
        <DayInput value={next.at} onChange={(at) => onChange({ at })} time="may" name={t('when')} />
      </span>
      <span className="grow" />
      <Button small look="quiet" onClick={onClose}>
        {t('cancel')}
      </Button>
      <Button small look="primary" type="submit" keys="↵">
        {save}
      </Button>
    </div>
  )
}
