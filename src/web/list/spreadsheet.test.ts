import { expect, test } from 'vitest'
import { readTable } from './spreadsheet.ts'

test.each([
  ['a', [['a']]],
  ['a\tb\nc\td', [['a', 'b'], ['c', 'd']]], // prettier-ignore
  ['a\tb\r\nc\td\r\n', [['a', 'b'], ['c', 'd']]], // prettier-ignore
  ['a\t', [['a', '']]],
  ['\t\n\t', [['', ''], ['', '']]], // prettier-ignore
  ['"two\nlines"\tb', [['two\nlines', 'b']]],
  ['"say ""hi"""', [['say "hi"']]],
  ['', [['']]],
])('the clipboard %j is read as cells', (text, cells) => expect(readTable(text)).toEqual(cells))
