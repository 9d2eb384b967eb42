import { createElement, useState } from 'react'
import { faceOf, knownTitles } from '../../fields/web.ts'
import type { FieldShape, ImportJson, ObjectShape } from '../../lib/wire.ts'
import { IconButton } from '../../ui/Button.tsx'
import { Combobox } from '../../ui/Combobox.tsx'
import { say, useLanguage } from '../../ui/i18n.ts'
import { Close } from '../../ui/icons.ts'
import { Place } from '../../ui/Input.tsx'
import { useMe } from '../api/queries.ts'
import { useTitles } from '../filter/titles.ts'
import type { Choices } from './calls.ts'
import { words } from './words.ts'

type Props = { now: ImportJson; object: ObjectShape; onChange: (choices: Choices) => void }

/** What the file does not say and is the same for all: whose they are, where they come from. */
export function Defaults({ now, object, onChange }: Props) {
  const t = words.use()
  useLanguage()
  const mapped = new Set(Object.values(now.mapping))
  const possible = object.fields.filter(
    (field) =>
      now.targets.some(({ path }) => path === field.name) &&
      field.kind === 'kept' &&
      field.access === 'write' &&
      !mapped.has(field.name) &&
      faceOf(field).Edit,
  )
  const [added, setAdded] = useState<string[]>([])
  const me = useMe().user
  // Whose they are, and what a list of words people add to says, such as the source.
  const always = possible.filter((field) => field.default === 'me' || field.options.open === true).map((field) => field.name)
  const usual = (field: FieldShape) => (field.default === 'me' ? { id: me.id, title: me.name } : (field.default ?? null))
  const shown = possible
    .filter((field) => always.includes(field.name) || added.includes(field.name) || field.name in now.defaults)
    .toSorted((a, b) => Number(b.default === 'me') - Number(a.default === 'me'))
  const rest = possible.filter((field) => !shown.includes(field))
  const give = (field: FieldShape, value: unknown) => onChange({ defaults: { ...now.defaults, [field.name]: written(value) } })
  // Somebody chosen before the page was left is known by id only.
  useTitles({ and: Object.entries(now.defaults).map(([field, value]) => ({ field, op: 'eq', value })) }, object)
  return (
    <section className="import-card" aria-labelledby="import-defaults">
      <h2 id="import-defaults">{t('defaults')}</h2>
      {shown.map((field) => (
        <Place
          key={field.name}
          id={`default-${field.name}`}
          label={say(field.label)}
          end={
            !always.includes(field.name) && (
              <IconButton
                small
                name={t('removeDefault', { field: say(field.label) })}
                icon={<Close />}
                onClick={() => {
                  const { [field.name]: _, ...others } = now.defaults
                  setAdded(added.filter((one) => one !== field.name))
                  onChange({ defaults: others })
                }}
              />
            )
          }
        >
          <Given
            field={field}
            value={field.name in now.defaults ? read(field, now.defaults[field.name]) : usual(field)}
            onGive={(value) => give(field, value)}
          />
        </Place>
      ))}
      {rest.length > 0 && (
        <Combobox
          name={t('addDefault')}
          placeholder={t('addDefault')}
          value={[]}
          options={rest.map((field) => ({ value: field.name, label: say(field.label) }))}
          onChange={([next]) => next && setAdded([...added, next.value])}
        />
      )}
    </section>
  )
}

/** Typed text is kept when its place is left; a choice at once. */
function Given({ field, value, onGive }: { field: FieldShape; value: unknown; onGive: (value: unknown) => void }) {
  const [draft, setDraft] = useState<{ value: unknown } | null>(null)
  const { Edit } = faceOf(field)
  if (!Edit) return null
  const keep = () => {
    if (draft) onGive(draft.value)
    setDraft(null)
  }
  return (
    <div
      onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && keep()}
      onKeyDown={(event) => event.key === 'Enter' && keep()}
    >
      {createElement(Edit, {
        id: `default-${field.name}`,
        field,
        value: draft ? draft.value : (value ?? null),
        onChange: (next: unknown, done?: boolean) => {
          if (!done && next !== null) return setDraft({ value: next })
          setDraft(null)
          onGive(next)
        },
      })}
    </div>
  )
}

type Ref = { id: string; title: string | null }
const isRef = (value: unknown): value is Ref => typeof value === 'object' && value !== null && 'id' in value && 'title' in value

function written(value: unknown): unknown {
  if (!isRef(value)) return value
  if (value.title !== null) knownTitles.set(value.id, value.title)
  return value.id
}

const read = (field: FieldShape, value: unknown): unknown =>
  field.target && typeof value === 'string' ? { id: value, title: knownTitles.get(value) ?? '…' } : value
