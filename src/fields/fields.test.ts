import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { samplesOf, variantsOf } from './all-samples.ts'
import type { Cell, Context, Field, FieldType } from './field.ts'
import { fieldTypes } from './index.ts'
import type { Samples } from './samples.ts'

const context: Context = {
  timeZone: 'Asia/Shanghai',
  today: '2026-03-05',
  now: '2026-03-05T02:00:00.000Z',
  currency: 'CNY',
  language: 'zh',
}

const readBack = (type: FieldType, cells: Cell[], field: Field): unknown =>
  cells.every((cell) => cell === null) ? null : type.value(cells, field)

function kept(type: FieldType, value: unknown, field: Field): unknown {
  const parsed = type.parse(value, field, context)
  if ('problem' in parsed) return parsed.problem.code
  return readBack(type, parsed.cells, field)
}

test('every type has samples', () => expect(Object.keys(samplesOf).toSorted()).toEqual(Object.keys(fieldTypes).toSorted()))

for (const [name, type] of Object.entries(fieldTypes)) {
  for (const samples of [samplesOf[name]!, ...(variantsOf[name] ?? [])]) {
    const field: Field = { ...samples.options[0], type: name }
    describe(`${name} ${JSON.stringify(samples.options[0]).slice(0, 60)}`, () => shown(type, field, samples))
  }
}

function shown(type: FieldType, field: Field, samples: Samples): void {
  test.each(samples.good)('takes $value', (good) => {
    expect(kept(type, good.value, field)).toEqual('reads' in good ? good.reads : good.value)
  })

  test.each(samples.bad)('refuses $value: $code', ({ value, code }) => expect(kept(type, value, field)).toBe(code))

  test.each(samples.texts)('reads $text from a file', ({ text, code, ...rest }) => {
    const found = type.fromText(text, field, context)
    const result = 'problem' in found ? found.problem.code : kept(type, found.value, field)
    expect(result).toEqual(code ?? rest.reads)
  })

  for (const options of samples.options) {
    const each: Field = { ...options, type: field.type }
    test(`keeps its word with ${JSON.stringify(options).slice(0, 80)}`, () => {
      expect(type.check?.(each) ?? null).toBeNull()
      expect(JSON.parse(JSON.stringify([type.read(each), type.write(each)]))).toBeTruthy()
      keepsItsWord(type, each, samples)
    })
  }
}

/** For any JSON: no throw, one cell a column, what is read back parses to the same cells, and so does what a file says of it. */
function keepsItsWord(type: FieldType, field: Field, samples: Samples): void {
  const seeds = [...samples.good, ...samples.bad].map(({ value }) => value)
  const anything = fc.oneof(fc.constantFrom(...seeds), fc.jsonValue(), fc.string({ unit: 'binary' }), fc.double(), twisted(seeds))
  fc.assert(
    fc.property(anything, (value) => {
      if (value === null || value === undefined) return
      const parsed = type.parse(value, field, context)
      if ('problem' in parsed) return
      const { cells } = parsed
      expect(cells).toHaveLength(type.columns(field).length)
      expect(type.derived?.derive(cells, field) ?? []).toHaveLength(type.derived?.columns(field).length ?? 0)
      for (const cell of cells) if (typeof cell === 'string') expect(cell.isWellFormed() && !cell.includes('\u0000')).toBe(true)
      if (cells.every((cell) => cell === null)) return
      const back = type.value(cells, field)
      expect(type.parse(back, field, context)).toEqual({ cells })
      expect(type.words?.(cells, field).every((word) => typeof word === 'string') ?? true).toBe(true)
      throughAFile(type, field, back, cells)
    }),
    { numRuns: 300 },
  )
}

function throughAFile(type: FieldType, field: Field, value: unknown, cells: Cell[]): void {
  for (const language of ['zh', 'en'] as const) {
    const text = type.toText(value, field, { ...context, language })
    if (type.name === 'file' || type.name === 'lines' || type.parts || text === '') return
    const found = type.fromText(text, field, context)
    if ('problem' in found && found.problem.code === 'lost-digits') return // a text that looks like a spreadsheet's damage
    expect(found).toHaveProperty('value')
    if ('value' in found) expect(type.parse(found.value, field, context)).toEqual({ cells })
  }
}

/** Good and bad values with a character more, less or other: the neighbourhood in which mistakes live. */
const twisted = (seeds: unknown[]) =>
  fc
    .tuple(
      fc.constantFrom('', ...seeds.filter((seed): seed is string => typeof seed === 'string' && seed.length < 100)),
      fc.nat(),
      fc.constantFrom(' ', '　', '0', 'O', '-', '.', '/', '\n', '\u0000', 'e', '，', '１', '月', ':', '@', 'Z'),
    )
    .map(([seed, at, character]) => seed.slice(0, at % (seed.length + 1)) + character + seed.slice((at % (seed.length + 1)) + (at % 2)))

test('reading any text from a file never throws', () => {
  for (const [name, type] of Object.entries(fieldTypes)) {
    const samples = samplesOf[name]!
    for (const options of samples.options) {
      const field: Field = { ...options, type: name }
      const text = fc.oneof(fc.string({ unit: 'binary' }), twisted(samples.texts.map((each) => each.text)))
      fc.assert(
        fc.property(text, (any) => {
          const found = type.fromText(any, field, context)
          if ('value' in found) type.parse(found.value, field, context)
        }),
        { numRuns: 100 },
      )
    }
  }
})
