import type { FastifyError } from 'fastify'
import { invalid, Refusal } from '../lib/errors.ts'
import type { FieldProblem, Problem } from '../lib/errors.ts'

type Broken = NonNullable<FastifyError['validation']>[number]

/** What JSON Schema found wrong, said in our words: every field at once, each with its place and code. */
export function refusalOfSchema(broken: readonly Broken[], part: string): Refusal {
  // An id in a path that cannot be one is an id that nobody has.
  if (part === 'params') return new Refusal('not-found')
  if (part === 'headers') return new Refusal('malformed', { reason: broken[0]?.instancePath.slice(1) ?? part })
  const unknown = broken.find((one) => one.keyword === 'additionalProperties')
  if (part === 'querystring' && unknown) return new Refusal('unknown-parameter', { name: text(unknown.params['additionalProperty']) })
  if (broken.some((one) => one.instancePath === '' && one.keyword === 'type')) return new Refusal('not-object')
  return invalid(perField(broken))
}

/** More than a batch may have rows; nobody reads on. */
const mostProblems = 1000

/** anyOf and if/then complain of every branch and then of the whole; one word a field is enough, the first is the most exact. */
function perField(broken: readonly Broken[]): FieldProblem[] {
  const found = new Map<string, FieldProblem>()
  for (const one of broken) {
    const field = fieldOf(one)
    if (found.size === mostProblems) break
    if (!found.has(field)) found.set(field, { field, ...problemOf(one) })
  }
  return [...found.values()]
}

function fieldOf({ instancePath, keyword, params }: Broken): string {
  const at = instancePath.slice(1).split('/').filter(Boolean).map(unescaped)
  if (keyword === 'required') at.push(text(params['missingProperty']))
  if (keyword === 'additionalProperties') at.push(text(params['additionalProperty']))
  return at.join('.')
}

function problemOf({ keyword, params }: Broken): Problem {
  switch (keyword) {
    case 'required':
      return { code: 'required' }
    case 'additionalProperties':
    case 'unevaluatedProperties':
    case 'propertyNames':
      return { code: 'unknown-field' }
    case 'type':
      return wrongType(params['type'])
    case 'enum':
    case 'const':
      return { code: 'not-choice' }
    case 'minLength':
      return params['limit'] === 1 ? { code: 'required' } : { code: 'too-short', values: { min: Number(params['limit']) } }
    case 'maxLength':
      return { code: 'too-long', values: { max: Number(params['limit']) } }
    case 'minimum':
    case 'exclusiveMinimum':
      return { code: 'too-small', values: { min: Number(params['limit']) } }
    case 'maximum':
    case 'exclusiveMaximum':
      return { code: 'too-big', values: { max: Number(params['limit']) } }
    case 'minItems':
    case 'minProperties':
      return { code: 'required' }
    case 'maxItems':
    case 'maxProperties':
      return { code: 'too-many-values', values: { max: Number(params['limit']) } }
    case 'format':
      return formats.get(text(params['format'])) ?? { code: 'wrong-value' }
  }
  return { code: 'wrong-value' }
}

function wrongType(type: unknown): Problem {
  const expected = [type].flat().filter((one) => one !== 'null')
  if (expected.length === 1) return types.get(text(expected[0])) ?? { code: 'wrong-type', values: { expected: text(expected[0]) } }
  return { code: 'wrong-type', values: { expected: expected.map(text).join(' / ') } }
}

const types = new Map<string, Problem>([
  ['string', { code: 'not-text' }],
  ['number', { code: 'not-number' }],
  ['integer', { code: 'not-number' }],
  ['boolean', { code: 'not-boolean' }],
])

const formats = new Map<string, Problem>([
  ['email', { code: 'not-email' }],
  ['uuid', { code: 'not-reference' }],
  ['date', { code: 'not-date' }],
  ['date-time', { code: 'not-date' }],
  ['uri', { code: 'not-url' }],
])

const text = (value: unknown) => (typeof value === 'string' ? value : '')
const unescaped = (part: string) => part.replaceAll('~1', '/').replaceAll('~0', '~')
