import { Choices, Combobox, type Option } from '../../ui/Combobox.tsx'
import { say } from '../../ui/i18n.ts'
import type { FieldShape } from '../../lib/wire.ts'
import type { EditProps, Face, FilterProps } from '../face.ts'
import { useHost } from '../host.ts'
import { Unfolded } from '../../ui/Unfolded.tsx'

type Ref = { id: string; title: string | null }
export const isRef = (value: unknown): value is Ref =>
  typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string'

export const targetOf = (field: FieldShape) => field.target ?? String(field.options.to ?? '')
const id = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
/** Words for which no record was found yet. */
const isUnread = (value: unknown): value is string => typeof value === 'string' && !id.test(value)
/** A reference to what may not be read shows that there is something. */
export const titleOfRef = (value: unknown) => (isRef(value) ? (value.title ?? '•••') : typeof value === 'string' ? value : '')
const optionOf = (value: Ref): Option => ({ value: value.id, label: titleOfRef(value) })
const refOf = (option: Option | undefined) => (option ? { id: option.value, title: option.label } : null)

function RefCell({ value, field }: { value: unknown; field: FieldShape }) {
  const host = useHost()
  if (isUnread(value)) return value
  if (!isRef(value)) return null
  if (value.title === null) return <span className="second">•••</span>
  const target = targetOf(field)
  return (
    <a
      href={host.href(target, value.id)}
      tabIndex={-1}
      className="ref"
      onClick={(event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return
        event.preventDefault()
        event.stopPropagation()
        host.open(target, value.id)
      }}
    >
      {value.title}
    </a>
  )
}

function RefEdit({ id, field, value, onChange, wrong, autoFocus, tight, typed, onLeave }: EditProps) {
  const host = useHost()
  const target = targetOf(field)
  const make = host.create
  const props = {
    id,
    name: say(field.label),
    value: isRef(value) ? [optionOf(value)] : [],
    load: (text: string) => host.find(target, text),
    onChange: (next: Option[]) => onChange(refOf(next[0]), true),
    onCreate:
      make && host.mayCreate(target) ? (text: string) => void make(target, text).then((made) => made && onChange(made, true)) : undefined,
    wrong,
    autoFocus,
    typed: typed ?? (isUnread(value) ? value : undefined),
  }
  return tight ? <Unfolded onLeave={onLeave}>{<Choices {...props} onDone={() => onLeave?.()} />}</Unfolded> : <Combobox {...props} />
}

/** A filter keeps ids; the titles are kept beside them for the chip, which the server never sees. */
function RefFilter({ id, field, op, value, onChange }: FilterProps) {
  const host = useHost()
  const several = op === 'in'
  const list = (Array.isArray(value) ? value : value === undefined || value === null ? [] : [value]) as string[]
  return (
    <Combobox
      id={id}
      name={say(field.label)}
      many={several}
      value={list.map((each) => ({ value: each, label: known.get(each) ?? '…' }))}
      load={(text) => host.find(targetOf(field), text, true)}
      onChange={(next) => {
        for (const option of next) known.set(option.value, option.label)
        onChange(several ? next.map((each) => each.value) : next[0]?.value)
      }}
    />
  )
}

/** Titles met in this session, for filters that name records by id. */
export const known = new Map<string, string>()

export const refFace: Face = {
  show: (value) => (typeof value === 'string' ? (known.get(value) ?? (isUnread(value) ? value : '…')) : titleOfRef(value)),
  judge: (value) => (isUnread(value) ? { code: 'no-such-record' } : null),
  Cell: RefCell,
  Edit: RefEdit,
  FilterEdit: RefFilter,
  fromPaste: async (text, field, _, host) => {
    const words = text.trim()
    const all = await host.find(targetOf(field), words)
    const named = all.filter((option) => option.label === words)
    // By its code or number, which stands among the short facts under the title.
    const coded = all.filter((option) => option.hint?.split(' · ').includes(words))
    const [found, ...others] = named.length > 0 ? named : coded
    return found && others.length === 0 ? refOf(found) : words
  },
  searches: true,
  groups: 'value',
  width: 180,
}
