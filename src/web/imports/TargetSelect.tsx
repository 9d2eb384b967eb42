import type { ImportJson, ObjectShape } from '../../lib/wire.ts'
import { Combobox, type Option } from '../../ui/Combobox.tsx'
import { say, useLanguage } from '../../ui/i18n.ts'
import { objectNamed, useSchema } from '../api/queries.ts'
import { words } from './words.ts'

type Props = {
  now: ImportJson
  object: ObjectShape | undefined
  column: string
  value: string | null
  onChange: (path: string | null) => void
}

/** Where a column goes: fields of the object, then of those that hang on it; found by typing. */
export function TargetSelect({ now, object, column, value, onChange }: Props) {
  const t = words.use()
  useLanguage()
  const schema = useSchema()
  const none: Option = { value: '', label: t('notImported') }
  const taken = new Map(
    Object.entries(now.mapping).flatMap(([name, path]) => (path !== null && name !== column ? [[path, name] as const] : [])),
  )
  const options = now.targets.map(({ path, label, required }): Option => {
    const reach = path.includes('.') ? objectNamed(schema, path.slice(0, path.indexOf('.'))) : object
    const by = taken.get(path)
    return {
      value: path,
      label: say(label),
      hint: by === undefined ? undefined : `← ${by}`,
      group: reach && say(reach.label),
      face: required ? (
        <>
          {say(label)}
          <span className="late"> *</span>
        </>
      ) : undefined,
    }
  })
  const chosen = options.find((one) => one.value === value) ?? none
  return (
    <Combobox
      name={`${column} → ${t('writeTo')}`}
      options={[none, ...options]}
      value={[chosen]}
      fixed
      onChange={([next]) => next && next.value !== (value ?? '') && onChange(next.value === '' ? null : next.value)}
    />
  )
}
