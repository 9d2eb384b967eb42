/** The columns of an exported file: which, how each is headed in the reader's language, and what stands in its cells. */
import { invalid } from '../lib/errors.ts'
import type { Written } from '../lib/tabular/write.ts'
import type { RecordJson } from '../lib/wire.ts'
import { fieldOf } from './catalog.ts'
import { fieldAccess } from './principal.ts'
import type { FieldAt } from './store/columns.ts'
import type { Ground } from './store/filter.ts'

export type Heading = { name: string; label: string; text: (record: RecordJson) => string; cell: (record: RecordJson) => Written }

/** The fields named, or all that may be read and fit into a cell, with who made and changed it and when. */
export function headings(ground: Ground, wanted: string[] | undefined): Heading[] {
  const { object } = ground
  const open = (name: string) =>
    object.system.has(name) || (object.fields.has(name) && fieldAccess(ground.principal, object.name, name) !== 'hidden')
  const fits = (at: FieldAt) => at.columns.length > 0 || at.type.asOf !== undefined
  const unknown = (wanted ?? []).filter((name) => name !== 'id' && !(open(name) && fits(fieldOf(object, name)!)))
  if (unknown.length) throw invalid(unknown.map((field) => ({ field, code: 'unknown-field' })))
  const names =
    wanted ?? [...object.fields.values(), ...object.system.values()].filter((at) => open(at.name) && fits(at)).map((at) => at.name)
  const all = names.map((name) => (name === 'id' ? idHeading : heading(ground, fieldOf(object, name)!)))
  const twice = (label: string) => all.filter((each) => each.label === label).length > 1
  return all.map((each) => (twice(each.label) ? { ...each, label: `${each.label} (${each.name})` } : each))
}

const idHeading: Heading = { name: 'id', label: 'id', text: ({ id }) => id, cell: ({ id }) => id }

function heading(ground: Ground, at: FieldAt): Heading {
  const { context, principal, object } = ground
  const masked = !object.system.has(at.name) && fieldAccess(principal, object.name, at.name) === 'masked'
  const text = (record: RecordJson) => {
    const value = record[at.name]
    if (value === null || value === undefined) return ''
    return masked ? (value as string) : at.type.toText(value, at.field, context)
  }
  const measured = !masked && at.type.measure?.(at.field) !== undefined
  return {
    name: at.name,
    label: at.field.label?.[context.language] ?? at.name,
    text,
    cell: measured ? (record) => summable(text(record)) : text,
  }
}

/** A sheet is there to be added up: amounts and numbers are numbers in it, as long as its floating point keeps every digit. */
function summable(text: string): Written {
  const plain = text.replaceAll(',', '')
  return /^-?\d+(\.\d+)?$/.test(plain) && plain.replace(/^-?0*\.?0*|\./g, '').length <= 15 ? Number(plain) : text
}
