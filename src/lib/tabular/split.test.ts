import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { splitter } from './split.ts'

/** Splits text handed over in pieces of `size`. */
function split(text: string, delimiter = ',', size = text.length || 1) {
  const split = splitter(delimiter)
  const records: string[][] = []
  for (let at = 0; at < text.length; at += size) records.push(...split.push(text.slice(at, at + size)))
  return [...records, ...split.end()]
}

const library = (text: string, delimiter = ',') =>
  parse(text, { delimiter, relax_column_count: true, relax_quotes: true, record_delimiter: ['\r\n', '\n', '\r'] })

test('what any program writes by the book is read as the library reads it', () => {
  const cell = fc.string({ unit: fc.constantFrom('a', '客', '"', ',', ';', '\n', '\r', ' ', '=', '\t') })
  const table = fc.array(fc.array(cell, { minLength: 1, maxLength: 5 }), { maxLength: 6 })
  const asWritten = (rows: string[][], end: string, delimiter: string) =>
    rows.map((cells) => cells.map((text) => `"${text.replaceAll('"', '""')}"`).join(delimiter) + end).join('')
  fc.assert(
    fc.property(
      table,
      fc.constantFrom('\n', '\r\n', '\r'),
      fc.constantFrom(',', ';', '\t'),
      fc.integer({ min: 1, max: 9 }),
      (rows, end, delimiter, size) => {
        const text = asWritten(rows, end, delimiter)
        expect(split(text, delimiter, size)).toEqual(library(text, delimiter))
        expect(split(text, delimiter, size)).toEqual(rows)
      },
    ),
    { numRuns: 300 },
  )
})

test('what people type, quotes anywhere, is read as the library reads it, line by line', () => {
  const line = fc.string({ unit: fc.constantFrom('a', 'b', '客', '"', '"', ',', ' ') })
  fc.assert(
    fc.property(line, fc.integer({ min: 1, max: 9 }), (text, size) => {
      let expected: string[][]
      try {
        expected = library(text)
      } catch {
        return // A quote nobody closed: the library gives up where we go on, see below.
      }
      expect(split(text, ',', size)).toEqual(expected)
    }),
    { numRuns: 1000 },
  )
})

test('however the text arrives, in pieces or at once, the records are the same', () => {
  const text = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r') })
  fc.assert(
    fc.property(text, fc.integer({ min: 1, max: 5 }), (text, size) => {
      expect(split(text, ',', size)).toEqual(split(text))
    }),
    { numRuns: 1000 },
  )
})

test('a quote nobody closed takes no row with it', () => {
  expect(split('姓名,备注\n张三,"要样品\n李四,急\n王五,"好"\n')).toEqual([
    ['姓名', '备注'],
    ['张三', '"要样品'],
    ['李四', '急'],
    ['王五', '好'],
  ])
  expect(split('a,"b\nc,d\n')).toEqual([
    ['a', '"b'],
    ['c', 'd'],
  ])
})

test('a quote nobody closed ends with its line in a file too long to look through', () => {
  const rows = Array.from({ length: 200_000 }, (_, i) => `x${i},y`)
  const records = split(`a,"b\n${rows.join('\n')}`, ',', 65_536)
  expect(records).toHaveLength(200_001)
  expect(records[0]).toEqual(['a', '"b'])
})

test('a cell of many lines is one cell', () => {
  const note = Array.from({ length: 500 }, (_, i) => `第 ${i} 行，"引号"`).join('\r\n')
  expect(split(`a,"${note.replaceAll('"', '""')}"\r\nb,c`, ',', 7)).toEqual([
    ['a', note],
    ['b', 'c'],
  ])
})

test('inches stay inches', () => {
  expect(split('5" 管,"6" 管",7"\n')).toEqual([['5" 管', '"6" 管"', '7"']])
})
