import { expect, test } from 'vitest'
import { bookOf, cellsOf, fileOf, rowsXml, zipOf } from './made.ts'
import { open } from './open.ts'

const wide = (text: string) => Buffer.from(text, 'utf16le')
const compound = (...names: string[]) => Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(2000), ...names.map(wide)])
const table = `<sheetData>${rowsXml([['姓名'], ['张三']])}</sheetData>`

test('a workbook named .csv is a workbook, a CSV named .xlsx a CSV', async () => {
  expect(await cellsOf(fileOf(bookOf(table), 'cards.csv'))).toEqual([['张三']])
  expect(await open(fileOf('姓名\n张三\n', 'cards.xlsx'))).toMatchObject({ kind: 'csv', total: 1 })
})

test.each([
  ['an empty file', 'empty-file', ''],
  ['blanks and line ends', 'empty-file', ' \r\n\r\n'],
  ['a mark and nothing else', 'empty-file', '\uFEFF'],
  ['delimiters and nothing else', 'empty-file', ',,,\n,,,\n'],
  ['a workbook without rows', 'empty-file', bookOf('<sheetData/>')],
  ['an Excel file of 2003', 'old-excel', compound('Workbook')],
  ['an Excel file of 1990', 'old-excel', Buffer.from('0900040002001000', 'hex')],
  ['a workbook with a password', 'locked-file', compound('EncryptedPackage')],
  ['half a workbook', 'broken-file', bookOf(table).subarray(0, 300)],
  ['a workbook whose sheet is cut', 'broken-file', bookOf('<sheetData><row><c><v>1</v></c></row>')],
])('%s is refused as %s', async (_, code, content) => {
  await expect(open(fileOf(content))).rejects.toMatchObject({ code })
})

test.each([
  ['PDF', '%PDF-1.7\n%âãÏÓ'],
  ['PNG', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')],
  ['JPEG', Buffer.from('ffd8ffe000104a46494600010100', 'hex')],
  ['Word', compound('WordDocument')],
  ['Word', zipOf({ '_rels/.rels': 'officeDocument', 'word/document.xml': '' })],
  ['OpenDocument', zipOf({ mimetype: 'application/vnd.oasis.opendocument.spreadsheet', 'content.xml': '' })],
  ['ZIP', zipOf({ 'readme.txt': 'hello' })],
  ['XLSB', zipOf({ '_rels/.rels': 'officeDocument', 'xl/workbook.bin': '', 'xl/worksheets/sheet1.bin': '' })],
  ['HTML', '<html><head><meta charset="gbk"></head><table><tr><td>姓名</td></tr></table></html>'],
  ['HTML', '\uFEFF \n<!DOCTYPE html><table></table>'],
  ['HTML', Buffer.from('\uFEFF<table><tr><td>姓名</td></tr></table>', 'utf16le')],
  ['XML', '<?xml version="1.0"?><Workbook/>'],
  ['vCard', 'BEGIN:VCARD\r\nFN:John Doe\r\n'],
  ['binary', Buffer.from([1, 2, 3, 4, 5, 0, 0, 0, 9])],
  ['binary', '姓名,备注\n张三,a\0b\n李四,c\n'],
])('a %s file is no table, and is called what it is', async (kind, content) => {
  await expect(open(fileOf(content, 'cards.xls'))).rejects.toMatchObject({ code: 'not-a-table', values: { kind } })
})

test('a header that begins like a picture is still a header', async () => {
  expect((await open(fileOf('BMI,7z,%\n1,2,3\n'))).columns.map(({ name }) => name)).toEqual(['BMI', '7z', '%'])
})

test('one endless line is no table, and is given up soon', async () => {
  await expect(open(fileOf('x'.repeat(6_000_000)))).rejects.toMatchObject({ code: 'not-a-table' })
  await expect(open(fileOf(`${','.repeat(20_000)}x\n`))).rejects.toMatchObject({ code: 'not-a-table' })
})
