import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cellsOf, fileOf } from './made.ts'
import { open } from './open.ts'
import { byteOrderMark, csvLine, defuse, restore, xlsxRows, type Written } from './write.ts'

test.each([
  ['=HYPERLINK("http://x","y")', `'=HYPERLINK("http://x","y")`],
  ['+86 138 0013 8000', `'+86 138 0013 8000`],
  ['@SUM(A1)', `'@SUM(A1)`],
  ["-2+3+cmd|' /C calc'!A0", "'-2+3+cmd|' /C calc'!A0"],
  ['\t=1', "'\t=1"],
  ['\r=1', "'\r=1"],
  ["'=1", "''=1"],
  ['-5', '-5'],
  ['-1,234.50', '-1,234.50'],
  ['-12%', '-12%'],
  ['张三', '张三'],
  ["'s-Hertogenbosch", "'s-Hertogenbosch"],
])('%j leaves as %j', (text, safe) => expect(defuse(text)).toBe(safe))

test('whatever was defused comes back as it was', () => {
  const text = fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom("'", '=', '+', '-', '@', '\t', '\r', '1', 'a') }))
  fc.assert(
    fc.property(text, (text) => {
      expect(restore(defuse(text))).toBe(text)
      expect(defuse(text)).not.toMatch(/^[=+@\t\r]/)
    }),
    { numRuns: 2000 },
  )
})

test('an exported CSV comes back as it left', async () => {
  const cell = fc.string({ unit: fc.constantFrom('a', '客', '"', ',', '\n', '\r', ' ', "'", '=', '+', '-', '@', '1', ';') })
  const row = fc.tuple(fc.constant('行'), cell, cell)
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 20 }), async (table) => {
      const text = [['甲', '乙', '丙'], ...table].map(csvLine).join('')
      expect(await cellsOf(fileOf(byteOrderMark + text), { delimiter: ',', headerRow: 0 })).toEqual(table)
    }),
    { numRuns: 100 },
  )
})

async function written(header: string[], rows: AsyncIterable<Written[]> | Iterable<Written[]>): Promise<string> {
  const path = fileOf('')
  await pipeline(xlsxRows(header, rows), createWriteStream(path))
  return path
}

test('an exported workbook comes back as it left', async () => {
  const cell = fc.string({
    unit: fc.constantFrom('a', '客', '<', '&', '"', '\n', '\r', '\t', ' ', '=', '_x000D_', '_', 'x0041_', '\u0007', '𠮷'),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(fc.constant('行'), cell), { minLength: 1, maxLength: 20 }), async (table) => {
      expect(await cellsOf(await written(['甲', '乙'], table), { headerRow: 0 })).toEqual(table)
    }),
    { numRuns: 50 },
  )
})

test('numbers, days and yes or no are written as such', async () => {
  const path = await written(
    ['数', '日', '是'],
    [
      [13800138000, new Date('2026-11-20T00:00:00Z'), true],
      [null, null, false],
    ],
  )
  expect(await cellsOf(path)).toEqual([
    ['13800138000', '2026-11-20', 'TRUE'],
    ['', '', 'FALSE'],
  ])
})

test('a text too long for a spreadsheet is cut, not the file broken', async () => {
  const path = await written(['长'], [['长'.repeat(40_000)]])
  expect((await cellsOf(path))[0]?.[0]).toHaveLength(32_767)
})

test('rows are taken as the reader reads, and left alone when he leaves', async () => {
  let taken = 0
  let closed = false
  async function* rows(): AsyncGenerator<Written[]> {
    try {
      for (;;) yield [String(++taken), 'x'.repeat(1000)]
    } finally {
      closed = true
    }
  }
  const stream = xlsxRows(['甲', '乙'], rows())
  await once(stream, 'readable')
  stream.read()
  const early = taken
  expect(early).toBeLessThan(20_000)
  stream.destroy()
  await once(stream, 'close')
  for (let i = 0; i < 100 && !closed; i++) await new Promise((resolve) => setImmediate(resolve))
  expect(closed).toBe(true)
})

test('a source that fails fails the export', async () => {
  async function* rows(): AsyncGenerator<Written[]> {
    yield ['1']
    throw new Error('the database went away')
  }
  await expect(written(['甲'], rows())).rejects.toThrow('the database went away')
})

test('100,000 rows are written and read again', async () => {
  async function* rows(): AsyncGenerator<Written[]> {
    for (let i = 1; i <= 100_000; i++) yield [`客户 ${i}`, 13_900_000_000 + i, i % 7]
  }
  expect(await open(await written(['客户', '手机', '数'], rows()))).toMatchObject({ total: 100_000, headerRow: 0 })
})
