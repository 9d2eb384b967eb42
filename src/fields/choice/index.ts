import type { Problem } from '../../lib/errors.ts'
import { clean, longerThan } from '../../lib/text.ts'
import { badOption, build, first, isLabel, oneColumn, optionsOf } from '../build.ts'
import type { Cell, Field, FieldOptions, FieldType, Label } from '../field.ts'
import { type Lookup, findOption, labelOf, lookupOf } from './lookup.ts'
import { manyOperators, oneOperators, openOperators } from './operators.ts'

export type ChoiceOption = { id: string; label: Label; colour?: string }
export type ChoiceOptions = {
  /** Ids never change; labels may. */
  options: ChoiceOption[]
  /** People may type values that are no option; they are kept as typed. */
  open?: boolean
  /** Several at once; read and written as an array. */
  many?: boolean
}

/** One of a list, or with `many` several of it. */
export const choice = (options: FieldOptions & ChoiceOptions) => build<ChoiceOptions>('choice', options)

const mostChosen = 100
const longestTyped = 100

export const choiceType: FieldType = {
  name: 'choice',
  label: { zh: '选项', en: 'Choice' },
  columns: (field) => (many(field) ? manyColumn() : oneColumnOfText()),
  read: (field) => schema(field, false),
  write: (field) => schema(field, true),
  parse(value, field) {
    if (!many(field)) {
      const chosen = chosenFrom(value, field)
      return typeof chosen === 'string' ? { cells: [chosen || null] } : { problem: chosen }
    }
    if (!Array.isArray(value)) return { problem: { code: 'not-choice' } }
    if (value.length > mostChosen) return { problem: { code: 'too-many-values', values: { max: mostChosen } } }
    const found = new Set<string>()
    for (const each of value) {
      const chosen = chosenFrom(each, field)
      if (typeof chosen !== 'string') return { problem: chosen }
      if (chosen && separators.test(chosen) && !lookup(field).ids.has(chosen)) return { problem: { code: 'bad-character' } }
      if (chosen) found.add(chosen)
    }
    return { cells: [found.size ? jsonList([...found]) : null] }
  },
  value: (cells, field) => (many(field) ? listIn(cells[0]!) : cells[0]),
  plain: (field) => !many(field),
  fromText(text, field) {
    const one = findOption(lookup(field), text)
    if (many(field)) return one === undefined ? severalFrom(text, field) : { value: [one] }
    if (one !== undefined) return { value: one }
    return open(field) ? { value: text.replace(/[\r\n\t]+/g, ' ').trim() } : { problem: { code: 'not-choice' } }
  },
  toText(value, field, { language }) {
    const ids = Array.isArray(value) ? value : [value]
    return ids.map((id) => labelOf(lookup(field), String(id), language)).join('；')
  },
  operators: (field) => (many(field) ? manyOperators : open(field) ? openOperators : oneOperators),
  sort: (field) => (many(field) ? undefined : ''),
  ranks: (field) => (many(field) || open(field) ? undefined : optionsOf<ChoiceOptions>(field).options.map(({ id }) => id)),
  same: first,
  words: (cells, field) => (many(field) ? listIn(cells[0]!) : [String(cells[0])]).flatMap((id) => saidBy(lookup(field), id)),
  groups: true,
  check,
}

const manyColumn = oneColumn('jsonb')
const oneColumnOfText = oneColumn('text')
const many = (field: Field) => optionsOf<ChoiceOptions>(field).many === true
const open = (field: Field) => optionsOf<ChoiceOptions>(field).open === true
export const lookup = (field: Field): Lookup => {
  const { options } = optionsOf<ChoiceOptions>(field)
  return lookupOf(options, () => options)
}

function chosenFrom(value: unknown, field: Field): string | Problem {
  if (typeof value !== 'string') return { code: 'not-choice' }
  if (lookup(field).ids.has(value)) return value
  if (!open(field)) return { code: 'not-choice' }
  const typed = clean(value)
  if (typed === null) return { code: 'bad-character' }
  if (longerThan(typed, longestTyped)) return { code: 'too-long', values: { max: longestTyped } }
  return findOption(lookup(field), typed) ?? typed
}

const separators = /[;；|\n、,，]/

function severalFrom(text: string, field: Field): { value: string[] } | { problem: Problem } {
  const strong = text.split(/[;；|\n]/)
  const parts = strong.flatMap((part) => (findOption(lookup(field), part) === undefined ? part.split(/[、,，]/) : [part]))
  const found: string[] = []
  for (const part of parts.map((each) => each.trim()).filter(Boolean)) {
    const id = findOption(lookup(field), part) ?? (open(field) ? part : undefined)
    if (id === undefined) return { problem: { code: 'not-choice' } }
    found.push(id)
  }
  return { value: found }
}

/** As PostgreSQL writes jsonb: a space after each comma. */
const jsonList = (values: string[]) => `[${values.map((value) => JSON.stringify(value)).join(', ')}]`
const listIn = (cell: Cell): string[] => JSON.parse(String(cell)) as string[]

const saidBy = (all: Lookup, id: string) => {
  const label = all.labels.get(id)
  return label ? [label.zh, label.en] : [id]
}

function schema(field: Field, writing: boolean) {
  const { options } = optionsOf<ChoiceOptions>(field)
  const one = open(field) ? { type: 'string', maxLength: longestTyped } : { type: 'string', enum: options.map((option) => option.id) }
  // A value that is no option any more is still read as it was kept.
  const each = writing || open(field) ? one : { type: 'string', examples: one.enum }
  return many(field) ? { type: 'array', items: each, uniqueItems: true, maxItems: mostChosen } : each
}

function check(field: Field): Problem | null {
  const { options } = optionsOf<ChoiceOptions>(field)
  if (!Array.isArray(options) || options.length > 500) return badOption('options')
  const names = new Map<string, string>()
  for (const option of options) {
    if (typeof option?.id !== 'string' || !/^[\p{L}\p{N}_-]{1,60}$/u.test(option.id) || !isLabel(option.label)) return badOption('options')
    for (const name of new Set([option.id, option.label.zh, option.label.en].map((each) => each.toLowerCase()))) {
      if (names.has(name) || /[;；|\n]/.test(name)) return badOption('options')
      names.set(name, option.id)
    }
  }
  return null
}
