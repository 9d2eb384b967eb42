import { faceOf } from '../../fields/web.ts'
import type { ObjectShape, SchemaAnswer } from '../../lib/wire.ts'
import { language } from '../../ui/i18n.ts'
import type { Reader } from '../../ui/reader.tsx'
import { isCondition, type Filter } from '../api/filter.ts'
import { askableAt, operandShape } from './operators.ts'
import { words } from './words.ts'

/** A filter in words, label and value apart: the chip writes the value bold. */
export function sayFilter(filter: Filter, object: ObjectShape, schema: SchemaAnswer, reader: Reader): { label: string; value: string } {
  if (isCondition(filter)) {
    const at = askableAt(object, schema, filter.field)
    if (!at) return { label: filter.field, value: '…' }
    return { label: at.label, value: sayCondition(filter, at.field, reader) }
  }
  const inner = (parts: Filter[], between: string) =>
    parts
      .map((part) => {
        const { label, value } = sayFilter(part, object, schema, reader)
        return isCondition(part) ? `${label} ${value}` : `(${value})`
      })
      .join(` ${between} `)
  if ('and' in filter) return { label: '', value: inner(filter.and, words.t('and')) }
  if ('or' in filter) return { label: '', value: inner(filter.or, words.t('or')) }
  return { label: words.t('not'), value: inner([filter.not], '') }
}

function sayCondition(
  { op, value }: { op: string; value?: unknown },
  field: Parameters<typeof faceOf>[0] & { operators: Record<string, object> },
  reader: Reader,
): string {
  const t = words.t as (key: string, values?: Record<string, string>) => string
  if (op === 'empty') return t(`empty:${String(value)}`)
  if (op === 'lastDays' || op === 'nextDays' || op === 'olderThan' || op === 'olderThanHours') return t(`${op}Of`, { days: String(value) })
  const shape = operandShape(field.operators[op] as Record<string, unknown>)
  if (shape === 'nothing') return t(op)
  const show = (each: unknown) => shown(each, field, reader)
  if (shape === 'range' && Array.isArray(value)) return `${show(value[0])} – ${show(value[1])}`
  const list = language() === 'zh' ? '、' : ', '
  const text = Array.isArray(value) ? value.map(show).join(list) : show(value)
  return op === 'eq' || op === 'in' ? text : `${t(op)} ${text}`
}

function shown(value: unknown, field: Parameters<typeof faceOf>[0], reader: Reader): string {
  if (value === null || value === undefined || value === '') return '…'
  if (typeof value === 'string' && relative.has(value)) return (words.t as (key: string) => string)(value)
  return faceOf(field).show(value, field as Parameters<ReturnType<typeof faceOf>['show']>[1], reader)
}

const relative = new Set(['today', 'yesterday', 'tomorrow', 'now'])
