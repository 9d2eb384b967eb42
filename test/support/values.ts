/** A value that a field takes: one that its type is known by, or one of its own options. */
import type { Samples } from '../../src/fields/samples.ts'
import type { FieldShape } from '../../src/lib/wire.ts'

export async function valueOf(field: FieldShape): Promise<unknown> {
  const { options, states, many, kind } = field.options as {
    options?: { id: string }[]
    states?: Record<string, { phase: string }>
    many?: boolean
    kind?: string
  }
  if (options) return many ? [options[0]!.id] : options[0]!.id
  if (states) return Object.keys(states).find((id) => states[id]!.phase === 'open')
  const { samples } = (await import(`../../src/fields/${field.type}/samples.ts`)) as { samples: Samples }
  const [first] = samples.good
  // Files must have been sent before; what an own object's lines are, nobody knows here.
  return first === undefined || ['file', 'lines'].includes(field.type) ? undefined : kind === 'mobile' ? '13800138000' : first.value
}
