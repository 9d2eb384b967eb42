import type { ObjectShape } from '../../lib/wire.ts'
import { say } from '../../ui/i18n.ts'
import { Check, Group } from '../../ui/icons.ts'
import { MenuButton, type MenuEntry } from '../../ui/Menu.tsx'
import { groupable } from './grouping.ts'
import { words } from './words.ts'

/** By what the list is grouped. */
export function GroupMenu({
  object,
  value,
  onChange,
}: {
  object: ObjectShape
  value: string | undefined
  onChange: (field: string | undefined) => void
}) {
  const t = words.use()
  const fields = object.fields.filter(groupable)
  const chosen = fields.find((field) => field.name === value)
  if (fields.length === 0) return null
  const entries: MenuEntry[] = [
    { key: '', label: t('groupNot'), mark: chosen ? undefined : <Check />, onChoose: () => onChange(undefined) },
    { key: 'line', line: true },
    ...fields.map((field) => ({
      key: field.name,
      label: say(field.label),
      mark: field === chosen ? <Check /> : undefined,
      onChoose: () => onChange(field.name),
    })),
  ]
  return (
    <MenuButton entries={entries} small look="quiet" end icon={<Group />}>
      {chosen ? t('groupedBy', { field: say(chosen.label) }) : t('group')}
    </MenuButton>
  )
}
