import { useEffect, useRef } from 'react'
import type { FieldShape, ObjectShape, SchemaAnswer } from '../../lib/wire.ts'
import { objectNamed, queries, recordQuery, useSchema } from '../api/queries.ts'

type Values = Record<string, unknown>

/** A reference that is chosen fills what is still empty, as the server would: a deal brings its customer and contact. */
export function useBrought(object: ObjectShape, values: Values, preset: Values | undefined, onBrought: (values: Values) => void): void {
  const schema = useSchema()
  const now = useRef(values)
  now.current = values
  const filling = object.fields.filter((field) => field.options.fills && field.access === 'write')
  const ids = filling.map((field) => idOf(values[field.name]))
  const before = useRef<(string | null)[]>(filling.map((field) => (preset && field.name in preset ? null : idOf(values[field.name]))))
  useEffect(() => {
    filling.forEach((field, i) => {
      const id = ids[i]
      if (id && id !== before.current[i]) void bring(schema, field, id).then((more) => onBrought(emptyOnly(now.current, more)))
    })
    before.current = ids as (string | null)[]
  }, [ids.join()])
}

async function bring(schema: SchemaAnswer, field: FieldShape, id: string): Promise<Values> {
  const target = objectNamed(schema, field.target)
  if (!target) return {}
  try {
    const record = await queries.fetchQuery(recordQuery(target, id))
    const fills = Object.entries(field.options.fills as Record<string, string>)
    return Object.fromEntries(fills.map(([into, from]) => [into, record[from] ?? null]))
  } catch {
    // Only a convenience: the server fills it when the record is saved.
    return {}
  }
}

const emptyOnly = (values: Values, more: Values): Values =>
  Object.fromEntries(Object.entries(more).filter(([name, value]) => value !== null && (values[name] ?? null) === null))

const idOf = (value: unknown): string | null =>
  typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string' ? value.id : null
