import { Choices, Combobox, type Option } from '../../ui/Combobox.tsx'
import { say } from '../../ui/i18n.ts'
import { Tag, type Tone } from '../../ui/Tag.tsx'
import type { FieldShape } from '../../lib/wire.ts'
import type { EditProps, Face, FilterProps } from '../face.ts'
import { Unfolded } from '../../ui/Unfolded.tsx'

type One = { value: string; label: string; tone: Tone | null }
type Raw = { id?: string; label?: { zh: string; en: string }; colour?: string }

/** A choice lists its options; states are named ones: { new: { label } }. */
export function optionsOf(field: FieldShape): One[] {
  const raw = field.options.options ?? field.options.states
  if (typeof raw !== 'object' || raw === null) return []
  const pairs: [string, Raw][] = Array.isArray(raw)
    ? (raw as Raw[]).map((one) => [one.id ?? '', one])
    : Object.entries(raw as Record<string, Raw>)
  return pairs.map(([value, one]) => ({ value, label: one.label ? say(one.label) : value, tone: toneOf(one) }))
}

/** A choice that takes new values keeps them as they were written. */
const one = (field: FieldShape, value: unknown): One =>
  optionsOf(field).find((option) => option.value === value) ?? { value: String(value), label: String(value), tone: null }

const many = (field: FieldShape) => field.options.many === true
const open = (field: FieldShape) => field.options.open === true

const all = (value: unknown): unknown[] => (Array.isArray(value) ? value : value === null || value === undefined ? [] : [value])

function ChoiceCell({ value, field }: { value: unknown; field: FieldShape }) {
  // By place, not by label: a cell whose row changes while scrolling keeps its elements.
  return all(value).map((each, index) => {
    const { label, tone } = one(field, each)
    return tone ? (
      <Tag key={index} tone={tone}>
        {label}
      </Tag>
    ) : (
      <span key={index} className={many(field) ? 'tag' : undefined}>
        {label}
      </span>
    )
  })
}

function ChoiceEdit({ id, field, value, onChange, wrong, autoFocus, tight, typed, onLeave }: EditProps) {
  const chosen = all(value).map((each) => asOption(one(field, each)))
  const props = {
    id,
    value: chosen,
    many: many(field),
    options: optionsOf(field).map(asOption),
    onChange: (next: Option[]) => onChange(many(field) ? next.map((each) => each.value) : (next[0]?.value ?? null), !many(field)),
    onCreate: open(field) ? (text: string) => onChange(many(field) ? [...all(value), text] : text, !many(field)) : undefined,
    name: say(field.label),
    wrong,
    autoFocus,
    typed,
  }
  return tight ? <Unfolded onLeave={onLeave}>{<Choices {...props} onDone={() => onLeave?.()} />}</Unfolded> : <Combobox {...props} />
}

function ChoiceFilter({ id, field, op, value, onChange }: FilterProps) {
  const several = op === 'in' || Array.isArray(value)
  return (
    <Combobox
      id={id}
      name={say(field.label)}
      many={several}
      value={all(value).map((each) => asOption(one(field, each)))}
      options={optionsOf(field).map(asOption)}
      onCreate={open(field) ? (text) => onChange(several ? [...all(value), text] : text) : undefined}
      onChange={(next) => onChange(several ? next.map((each) => each.value) : next[0]?.value)}
    />
  )
}

const asOption = ({ value, label, tone }: One): Option => ({ value, label, face: tone ? <Tag tone={tone}>{label}</Tag> : undefined })

const tones: Record<string, Tone> = { blue: 'accent', accent: 'accent', red: 'late', late: 'late', orange: 'soon', amber: 'soon', yellow: 'soon', soon: 'soon', green: 'good', good: 'good', purple: 'vip', vip: 'vip', grey: 'plain', gray: 'plain', plain: 'plain' } // prettier-ignore
const toneOf = ({ colour }: Raw): Tone | null => (colour ? (tones[colour] ?? 'plain') : null)

export const choiceFace: Face = {
  show: (value, field) => all(value).map((each) => one(field, each).label).join('、'), // prettier-ignore
  Cell: ChoiceCell,
  Edit: ChoiceEdit,
  FilterEdit: ChoiceFilter,
  fromPaste: (text, field) => {
    const value = (label: string) => optionsOf(field).find((option) => option.label === label || option.value === label)?.value ?? label
    return many(field) ? text.split(/[、,，;；]\s*/).map(value) : value(text.trim())
  },
  searches: true,
  groups: 'value',
  width: 100,
}
