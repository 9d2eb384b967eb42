/** Lines while they are written: begun, filled from what they refer to, and sent without those that nobody filled in. */
import type { FieldShape, Me, ObjectShape, RecordJson } from '../../lib/wire.ts'
import { startOf } from '../form/layout.ts'
import { isWritable } from './shape.ts'

export type Line = Record<string, unknown>

export const newLine = (child: ObjectShape, me: Me, today: string): Line => startOf(child, me, today)

const bare = (value: unknown) => (value === undefined || value === '' ? null : value)
const same = (a: unknown, b: unknown) => JSON.stringify(bare(a)) === JSON.stringify(bare(b))

/** Nothing but what every new line starts with. */
export function isBlank(child: ObjectShape, line: Line, start: Line): boolean {
  return line.id === undefined && child.fields.every(({ name }) => bare(line[name]) === null || same(line[name], start[name]))
}

export const filledOf = (child: ObjectShape, lines: Line[], start: Line): Line[] => lines.filter((line) => !isBlank(child, line, start))

/** What the server is told: the fields that this person may write; those that he emptied too. */
export function sentLines(child: ObjectShape, lines: Line[]): Line[] {
  const writable = child.fields.filter(isWritable)
  return lines.map((line) => ({
    ...(line.id === undefined ? {} : { id: line.id }),
    ...Object.fromEntries(writable.flatMap(({ name }) => (line[name] === undefined ? [] : [[name, idOf(line[name])]]))),
  }))
}

const idOf = (value: unknown) => (typeof value === 'object' && value !== null && 'id' in value ? value.id : value)

/** What a chosen record brings along: own field → its value there. */
export function broughtBy(field: FieldShape, record: RecordJson): Line {
  const fills = Object.entries((field.options.fills ?? {}) as Record<string, string>)
  return Object.fromEntries(fills.map(([into, from]) => [into, record[from] ?? null]))
}

/** Another order: the line goes one up or down. */
export function moved(lines: Line[], row: number, by: 1 | -1): Line[] {
  const to = row + by
  const [one, other] = [lines[row], lines[to]]
  return one && other ? lines.with(row, other).with(to, one) : lines
}
