import { isUtf8 } from 'node:buffer'
import { invalid, Refusal } from '../lib/errors.ts'
import type { FieldProblem, Problem } from '../lib/errors.ts'
import { storable } from '../lib/text.ts'

/** A list in a filter in an automation step is about 10 deep; 32 leaves room and keeps PostgreSQL's jsonb readable. */
export const deepest = 32

/** The bytes of a JSON body → its value, or a refusal with every place that PostgreSQL or we could not keep. */
export function readJson(bytes: Buffer): unknown {
  if (!isUtf8(bytes)) throw new Refusal('not-json')
  let value: unknown
  try {
    value = JSON.parse(bytes.toString().replace(/^\uFEFF/, ''))
  } catch {
    throw new Refusal('not-json')
  }
  refuseUnstorable(value)
  return value
}

/** Refuses NUL, halves of surrogate pairs, numbers beyond floating point, too deep nesting, and names that would reach a prototype. */
export function refuseUnstorable(value: unknown): void {
  const problems: FieldProblem[] = []
  look(value, '', 0, problems)
  if (problems.length > 0) throw invalid(problems)
}

function look(value: unknown, path: string, depth: number, problems: FieldProblem[]): void {
  const problem = wrongWith(value)
  if (problem) problems.push({ field: path, ...problem })
  if (typeof value !== 'object' || value === null) return
  // Stops here, so that ten thousand brackets cost no more than 32.
  if (depth >= deepest) {
    problems.push({ field: path, code: 'too-deep', values: { max: deepest } })
    return
  }
  if (Array.isArray(value)) {
    for (let at = 0; at < value.length; at++) look(value[at], path === '' ? String(at) : `${path}.${at}`, depth + 1, problems)
    return
  }
  for (const [name, inner] of Object.entries(value)) {
    const field = path === '' ? name : `${path}.${name}`
    if (name === '__proto__' || !storable(name)) problems.push({ field: field.toWellFormed(), code: 'unknown-field' })
    else look(inner, field, depth + 1, problems)
  }
}

function wrongWith(value: unknown): Problem | null {
  if (typeof value === 'string' && !storable(value)) return { code: 'bad-character' }
  // JSON knows no Infinity, but 1e999 becomes one.
  if (typeof value === 'number' && !Number.isFinite(value)) return { code: 'not-number' }
  return null
}
