import { faceOf } from '../../fields/web.ts'
import { sentence } from '../../lib/errors.ts'
import type { ObjectShape } from '../../lib/wire.ts'
import { useLanguage } from '../../ui/i18n.ts'
import type { Line } from './line.ts'

/** What is wrong with a cell: what the server said of it, or what can be told at once. */
export function useWrongs(child: ObjectShape, lines: Line[], told: Record<string, string> = {}) {
  const language = useLanguage()
  return (row: number, name: string): string | undefined => {
    const said = told[`${row}.${name}`]
    if (said !== undefined) return said
    const field = child.fields.find((one) => one.name === name)
    const value = lines[row]?.[name] ?? null
    const problem = field && value !== null ? faceOf(field).judge?.(value, field) : null
    return problem ? sentence(problem, language) : undefined
  }
}
