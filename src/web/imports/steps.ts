import type { ImportJson } from '../../lib/wire.ts'

export const steps = ['file', 'map', 'check', 'run'] as const
export type Step = (typeof steps)[number]

/** Where an import stands. After a check a person may go back and match columns again. */
export function stepOf({ state }: Pick<ImportJson, 'state'>, wanted?: 'map'): Step {
  if (state === 'uploaded') return 'map'
  if (state === 'checking') return 'check'
  if (state === 'checked') return wanted ?? 'check'
  return 'run'
}
