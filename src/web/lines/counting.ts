import { counted } from '../../fields/derived/web.ts'
import type { ObjectShape } from '../../lib/wire.ts'
import type { Line } from './line.ts'
import type { LinesShape } from './shape.ts'

/** Lines with their amounts as the server will count them, under what the document says for all of them. */
export function countedLines({ child, carries }: LinesShape, document: Line, lines: Line[]): Line[] {
  const carried = Object.fromEntries(Object.entries(carries).map(([into, from]) => [into, document[from] ?? null]))
  return lines.map((line) => counted(child, { ...line, ...carried }))
}

/** The document with its totals, from lines that are counted. */
export const withTotals = (object: ObjectShape, document: Line, { field }: LinesShape, lines: Line[]): Line =>
  counted(object, document, (name) => (name === field.name ? lines : undefined))
