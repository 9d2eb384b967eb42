/** Values that a field takes: of its own options, or those its type is known by. */
import type { Samples } from '../../src/fields/samples.ts'
import type { FieldShape } from '../../src/lib/wire.ts'

type Options = { options?: { id: string }[]; states?: Record<string, { phase: string }>; many?: boolean; kind?: string }

export const valueOf = async (field: FieldShape): Promise<unknown> => (await valuesOf(field))[0]

/** The first is the plainest; none where a value must have been made before (files, lines, records). */
export async function valuesOf(field: FieldShape): Promise<unknown[]> {
  const { options, states, many, kind } = field.options as Options
  if (options) return options.map(({ id }) => (many ? [id] : id))
  if (states) return Object.keys(states).toSorted((a, b) => Number(states[a]!.phase !== 'open') - Number(states[b]!.phase !== 'open'))
  if (field.target || ['file', 'lines'].includes(field.type)) return []
  const { samples } = (await import(`../../src/fields/${field.type}/samples.ts`)) as { samples: Samples }
  return kind === 'mobile' ? ['13800138000', '139 2552 2956'] : samples.good.map(({ value }) => value)
}
