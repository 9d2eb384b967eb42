import type { Problem } from '../../lib/errors.ts'
import { clean } from '../../lib/text.ts'
import { build, oneColumn } from '../build.ts'
import type { Cell, FieldOptions, FieldType } from '../field.ts'
import { presence } from '../operators.ts'

export type FileEntry = { id: string; name?: string; size?: number; type?: string }

/** Uploaded files, in order. Written as ids (or as they were read); the engine checks that they exist. */
export const file = (options: FieldOptions = {}) => build('file', options)

const most = 50

export const fileType: FieldType = {
  name: 'file',
  label: { zh: '附件', en: 'Files' },
  columns: oneColumn('jsonb'),
  read: () => ({ type: 'array', items: entry }),
  write: () => ({ type: 'array', items: { anyOf: [id, entry] }, maxItems: most }),
  parse(value) {
    if (!Array.isArray(value)) return { problem: { code: 'not-file' } }
    if (value.length > most) return { problem: { code: 'too-many-values', values: { max: most } } }
    const found = new Map<string, FileEntry>()
    for (const each of value) {
      const read = readEntry(each)
      if ('code' in read) return { problem: read }
      found.set(read.id, read)
    }
    return { cells: [found.size ? fileCell([...found.values()]) : null] }
  },
  value: (cells) => filesIn(cells),
  /** A file's cell holds names, not files. */
  fromText: () => ({ problem: { code: 'not-file' } }),
  toText: (value) => (value as FileEntry[]).map(({ id, name }) => name ?? id).join('；'),
  operators: () => operators,
  words: (cells) => filesIn(cells).flatMap(({ name }) => name ?? []),
  files: (cells) => (cells[0] === null ? [] : filesIn(cells).map(({ id }) => id)),
}

export const filesIn = (cells: Cell[]): FileEntry[] => JSON.parse(String(cells[0])) as FileEntry[]

/** Entries as PostgreSQL writes jsonb: keys by length, then by letter; a space after commas and colons. */
export const fileCell = (entries: FileEntry[]): string => `[${entries.map(entryText).join(', ')}]`

function entryText({ id, name, size, type }: FileEntry): string {
  const parts = Object.entries({ id, name, size, type }).filter(([, value]) => value !== undefined)
  return `{${parts.map(([key, value]) => `"${key}": ${JSON.stringify(value)}`).join(', ')}}`
}

const operators = presence()
const id = { type: 'string', format: 'uuid' }
const entry = {
  type: 'object',
  properties: { id, name: { type: 'string' }, size: { type: 'integer' }, type: { type: 'string' } },
  required: ['id'],
  additionalProperties: false,
}
const shape = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

function readEntry(value: unknown): FileEntry | Problem {
  const wrong: Problem = { code: 'not-file' }
  if (typeof value === 'string') return shape.test(value) ? { id: value.toLowerCase() } : wrong
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return wrong
  const { id: given, name, size, type, ...rest } = value as Record<string, unknown>
  if (typeof given !== 'string' || !shape.test(given) || Object.keys(rest).length) return wrong
  const said = [name, type].map((each) => (typeof each === 'string' && each.length <= 255 ? clean(each) : each))
  if (said.some((each) => each !== undefined && typeof each !== 'string')) return wrong
  if (size !== undefined && !(Number.isSafeInteger(size) && Number(size) >= 0)) return wrong
  return {
    id: given.toLowerCase(),
    name: said[0] as string | undefined,
    size: size as number | undefined,
    type: said[1] as string | undefined,
  }
}
