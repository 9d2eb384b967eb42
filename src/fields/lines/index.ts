import { badOption, build, optionsOf } from '../build.ts'
import type { FieldOptions, FieldType } from '../field.ts'

export type LinesOptions = {
  /** The object whose records are the lines, and its reference to this record. */
  of: string
  by: string
  /** The line's field that says which it is, from 1. */
  place?: string
  /** The line's field → the document's field whose value it carries: { taxIncluded: 'taxIncluded' }. */
  carries?: Record<string, string>
}

/** The lines of a document: records of another object that it owns, written in the same call and in no other way. */
export const lines = (of: string, by: string, options: FieldOptions & Omit<LinesOptions, 'of' | 'by'> = {}) =>
  build<LinesOptions>('lines', { remove: 'with', ...options, of, by })

const most = 500

export const linesType: FieldType = {
  name: 'lines',
  label: { zh: '明细', en: 'Lines' },
  columns: () => [],
  read: () => ({ type: 'array', items: { type: 'object' } }),
  write: () => ({ type: 'array', items: { type: 'object' }, maxItems: most }),
  parse(value) {
    if (!Array.isArray(value) || !value.every((line) => typeof line === 'object' && line !== null && !Array.isArray(line)))
      return { problem: { code: 'not-lines' } }
    return value.length > most ? { problem: { code: 'too-many-values', values: { max: most } } } : { cells: [] }
  },
  value: () => [],
  fromText: () => ({ problem: { code: 'not-lines' } }),
  toText: (value, _, { language }) => (language === 'zh' ? `${(value as unknown[]).length} 行` : `${(value as unknown[]).length} lines`),
  operators: () => ({}),
  children: (field) => optionsOf<LinesOptions>(field),
  check: (field) => {
    const { of, by } = optionsOf<LinesOptions>(field)
    return typeof of === 'string' && typeof by === 'string' ? null : badOption(typeof of === 'string' ? 'by' : 'of')
  },
}
