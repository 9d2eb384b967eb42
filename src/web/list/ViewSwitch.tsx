import { useId } from 'react'
import type { ObjectShape } from '../../lib/wire.ts'
import { Board, Tasks } from '../../ui/icons.ts'
import type { View } from './address.ts'
import { words } from './words.ts'

const key = (object: ObjectShape) => `guanxi.view.${object.name}`

/** How this person looked at them last, where the address does not say. */
export const keptView = (object: ObjectShape): View => (localStorage.getItem(key(object)) === 'board' ? 'board' : 'list')
export const keepView = (object: ObjectShape, view: View): void => localStorage.setItem(key(object), view)

/** Rows or cards: the browser's own radio buttons, so arrows walk. */
export function ViewSwitch({ view, onChange }: { view: View; onChange: (view: View) => void }) {
  const t = words.use()
  const name = useId()
  const views = [
    { value: 'list', label: t('viewList'), icon: <Tasks /> },
    { value: 'board', label: t('viewBoard'), icon: <Board /> },
  ] as const
  return (
    <fieldset className="view-switch">
      <legend className="unseen">{t('view')}</legend>
      {views.map(({ value, label, icon }) => (
        <label key={value} className={value === view ? 'on' : ''}>
          <input type="radio" name={name} checked={value === view} onChange={() => onChange(value)} />
          {icon} {label}
        </label>
      ))}
    </fieldset>
  )
}
