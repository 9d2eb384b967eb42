import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readTable, writeTable } from './spreadsheet.ts'

test.each([
  ['a', [['a']]],
  ['a\tb\nc\td', [['a', 'b'], ['c', 'd']]], // prettier-ignore
  ['a\tb\r\nc\td\r\n', [['a', 'b'], ['c', 'd']]], // prettier-ignore
  ['a\t', [['a', '']]],
  ['\t\n\t', [['', ''], ['', '']]], // prettier-ignore
  ['"two\nlines"\tb', [['two\nlines', 'b']]],
  ['"say ""hi"""', [['say "hi"']]],
  ['', [['']]],
  ["'=1+1\t'张三", [['=1+1', "'张三"]]],
])('the clipboard %j is read as cells', (text, cells) => expect(readTable(text)).toEqual(cells))

/** What a spreadsheet would run, as the first of a cell. */
const runs = /^[\s\ufeff]*[=+\-@＝＋－＠]/
/** As a spreadsheet reads them: what was made harmless is not given back. */
const cellsIn = (table: string) =>
  [...table.matchAll(/(?:^|[\t\n])(?:"((?:[^"]|"")*)"|([^\t\n]*))/g)].map(
    ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '',
  )

test.each(['=HYPERLINK("http://gx.invalid","x")', '@SUM(A1)', '-2+3+cmd|calc\n=1', '\t＝1+1', '+86 138 0013 8000 转 1'])(
  '%j does not run in a spreadsheet, and is pasted here as it was',
  (text) => {
    const table = writeTable([['王芳', text]])
    expect(cellsIn(table).filter((cell) => runs.test(cell))).toEqual([])
    expect(readTable(table)).toEqual([['王芳', text]])
  },
)

test('a loss is a number; one telephone number is copied as it is dialled, among others it is a cell', () => {
  expect(writeTable([['-¥1,234.50', '-甲']], [true, false])).toBe("-¥1,234.50\t'-甲")
  expect(writeTable([['+86 138 0013 8000']])).toBe('+86 138 0013 8000')
  expect(writeTable([['王芳', '+86 138 0013 8000']])).toBe("王芳\t'+86 138 0013 8000")
})

test('whatever stands in two columns of some rows comes back, and none of it runs', () => {
  const text = fc.string({ unit: fc.constantFrom('=', '+', '-', '@', "'", '"', '\t', '\n', ' ', '1', 'a', '客') })
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.constant('行'), text), { minLength: 1, maxLength: 5 }), (rows) => {
      const table = writeTable(rows)
      expect(readTable(table)).toEqual(rows)
      expect(cellsIn(table).filter((cell) => runs.test(cell) && !/^-\d[\d,]*(\.\d+)?%?$/.test(cell))).toEqual([])
    }),
    { numRuns: 1000 },
  )
})
