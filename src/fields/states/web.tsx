import { Tag, type Tone } from '../../ui/Tag.tsx'
import { choiceFace, optionsOf } from '../choice/web.tsx'
import type { Face } from '../face.ts'
import type { FieldShape } from '../../lib/wire.ts'

/** A state looks like its phase unless its definition gives a colour. */
const phases: Record<string, Tone> = { open: 'accent', won: 'good', done: 'good', converted: 'good' }

function StateCell({ value, field }: { value: unknown; field: FieldShape }) {
  const option = optionsOf(field).find((one) => one.value === value)
  const states = (field.options.states ?? {}) as Record<string, { phase?: string }>
  const tone = option?.tone ?? phases[states[String(value)]?.phase ?? ''] ?? 'plain'
  return <Tag tone={tone}>{option?.label ?? String(value)}</Tag>
}

export const statesFace: Face = { ...choiceFace, Cell: StateCell, width: 100 }
