/** What a check, a run and a mended row need to know, put together from what was chosen. */
import { type FieldProblem, Refusal, invalid } from '../../lib/errors.ts'
import type { Reading } from '../house.ts'
import { groundOf } from '../list.ts'
import type { Setup } from './judge.ts'
import { compileMapping } from './shape.ts'
import type { Body } from './store.ts'
import { targetsOf } from './targets.ts'
import { likenessOf } from './twins.ts'

export function setupOf(reading: Reading, body: Body): Setup {
  const { object } = groundOf(reading, body.object)
  const targets = targetsOf(reading.catalog, reading.principal, object)
  return {
    object,
    mapping: compileMapping(
      body.opened.columns.map((column) => column.name),
      body.mapping,
      targets,
      body.opened.delimiter === ';',
    ),
    likeness: likenessOf(object),
    body,
  }
}

export type Choices = Partial<Pick<Body, 'mapping' | 'mode' | 'key' | 'twins' | 'defaults'>>

/** Takes what a person chose; refuses columns and fields that are not there. */
export function choose(reading: Reading, body: Body, choices: Choices): Body {
  const { object } = groundOf(reading, body.object)
  const targets = targetsOf(reading.catalog, reading.principal, object)
  const problems: FieldProblem[] = []
  const columns = new Set(body.opened.columns.map((column) => column.name))
  for (const [column, path] of Object.entries(choices.mapping ?? {}))
    if (!columns.has(column) || (path !== null && !targets.has(path))) problems.push({ field: `mapping.${column}`, code: 'unknown-field' })
  for (const name of choices.key ?? [])
    if (!targets.get(name)?.at.columns.length || name.includes('.')) problems.push({ field: 'key', code: 'unknown-field' })
  for (const [name, value] of Object.entries(choices.defaults ?? {})) {
    const target = targets.get(name)
    if (!target || name.includes('.')) problems.push({ field: `defaults.${name}`, code: 'unknown-field' })
    else if (value !== null) {
      const parsed = target.at.type.parse(value, target.at.field, reading.context)
      if ('problem' in parsed) problems.push({ field: `defaults.${name}`, ...parsed.problem })
    }
  }
  const next = { ...body, ...choices, mapping: { ...body.mapping, ...choices.mapping } }
  if (next.mode !== 'create' && !next.key.length) problems.push({ field: 'key', code: 'required' })
  if (problems.length) throw invalid(problems)
  if (!Object.values(next.mapping).some(Boolean)) throw new Refusal('invalid', { count: 1 }, [{ field: 'mapping', code: 'required' }])
  return next
}
