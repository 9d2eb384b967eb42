import { expect, test } from 'vitest'
import { open, rows } from './open.ts'
import { cellsOf, fileOf, readAll } from './made.ts'

const table = '姓名,手机\r\n何丽玲,13925522956\r\n徐静英,13833922499\r\n'
const read = [
  ['何丽玲', '13925522956'],
  ['徐静英', '13833922499'],
]

/** 姓名,公司,手机 · 何丽玲,武汉瑞力有限公司,13925522956 · 㐀𠮷,€,1: the last row is four bytes a character. */
const gb18030 = Buffer.from(
  'd0d5c3fb2cb9abcbbe2ccad6bbfa0d0abacec0f6c1e12ccee4babac8f0c1a6d3d0cfdeb9abcbbe2c31333932353532323935360d0a8139ee399534b2352ca2e32c310d0a',
  'hex',
)
const bigEndian = (text: string) => Buffer.from(text, 'utf16le').swap16()

test.each([
  ['utf-8', Buffer.from(table)],
  ['utf-8-bom', Buffer.from(`\uFEFF${table}`)],
  ['utf-16le', Buffer.from(`\uFEFF${table}`, 'utf16le')],
  ['utf-16be', bigEndian(`\uFEFF${table}`)],
  ['utf-16le', Buffer.from(table, 'utf16le')],
  ['utf-16be', bigEndian(table)],
] as const)('a file in %s is read, with or without its mark', async (encoding, bytes) => {
  const path = fileOf(bytes)
  const opened = await open(path)
  expect(opened).toMatchObject({ kind: 'csv', encoding, delimiter: ',', headerRow: 0, total: 2 })
  expect(opened.columns.map(({ name }) => name)).toEqual(['姓名', '手机'])
  expect(await cellsOf(path)).toEqual(read)
})

test('a file of a Chinese spreadsheet program is read, rare characters and all', async () => {
  const path = fileOf(gb18030)
  expect((await open(path)).encoding).toBe('gb18030')
  expect(await cellsOf(path)).toEqual([
    ['何丽玲', '武汉瑞力有限公司', '13925522956'],
    ['㐀𠮷', '€', '1'],
  ])
})

test('Chinese bytes that begin late in a long file are seen', async () => {
  const ascii = Buffer.from(`a,b,c\r\n${'x,y,z\r\n'.repeat(400_000)}`)
  const path = fileOf(Buffer.concat([ascii, gb18030]))
  expect((await open(path)).encoding).toBe('gb18030')
  expect((await readAll(path, { from: 400_002 }))[0]?.cells[0]).toBe('何丽玲')
})

test('one broken byte does not change the encoding of the rest', async () => {
  const bytes = Buffer.from(`姓名,备注\n${'何丽玲,要样品\n'.repeat(30)}`)
  bytes[bytes.length - 3] = 0xff
  expect((await open(fileOf(bytes))).encoding).toBe('utf-8')
})

test('an encoding is taken as asked, and refused when nobody knows it', async () => {
  expect((await open(fileOf('a,b\n1,2\n'), { encoding: 'GBK' })).encoding).toBe('gb18030')
  await expect(open(fileOf('a,b\n1,2\n'), { encoding: 'klingon' })).rejects.toMatchObject({ code: 'malformed' })
})

test.each([
  [',', 'a,b\n1,"x;y;z"\n2,"x;y"\n'],
  [';', '姓名;金额\n张三;1,5\n李四;2,5\n王五;3\n'],
  ['\t', '姓名\t备注\n张三\ta,b\n李四\tc,d\n'],
  [';', 'sep=;\nname;note\nx;a,b,c\ny;d,e,f\n'],
  [',', '姓名\n张三\n李四\n'],
  [',', '客户名单\n\n姓名,手机\n张三,1\n李四,2\n'],
] as const)('the delimiter %j is found', async (delimiter, text) => expect((await open(fileOf(text))).delimiter).toBe(delimiter))

test('the line that tells Excel the delimiter is no row', async () => {
  const path = fileOf('sep=;\r\nname;note\r\nx;a,b\r\n')
  expect(await open(path)).toMatchObject({ headerRow: 1, total: 1, columns: [{ name: 'name' }, { name: 'note' }] })
  expect(await cellsOf(path)).toEqual([['x', 'a,b']])
})

test('line ends of all systems may be mixed, and the last may be missing', async () => {
  expect(await cellsOf(fileOf('a,b\r1,2\r\n3,4\n\n5,6'))).toEqual([
    ['1', '2'],
    ['3', '4'],
    ['5', '6'],
  ])
})

test('short rows are filled up, of long ones the surplus is kept and counted', async () => {
  expect(await readAll(fileOf('a,b,c\n1\n1,2,3,,\n1,2,3,4,,6\n'))).toEqual([
    { row: 1, cells: ['1', '', ''], extra: 0 },
    { row: 2, cells: ['1', '2', '3'], extra: 0 },
    { row: 3, cells: ['1', '2', '3', '4', '', '6'], extra: 2 },
  ])
})

test('empty rows have no number, and rows keep theirs wherever reading begins', async () => {
  const path = fileOf(`a,b\n${Array.from({ length: 2000 }, (_, i) => `${i + 1},x\n${i % 3 ? '' : ' , \n\n'}`).join('')}`)
  const opened = await open(path)
  expect(opened.total).toBe(2000)
  const all = await readAll(path)
  expect(all.map(({ row }) => row)).toEqual(all.map(({ cells }) => Number(cells[0])))
  for (const from of [1, 2, 777, 2000]) {
    const first = (await rows(path, opened, { from, batch: 3 }).next()).value
    expect(first?.[0]).toEqual({ row: from, cells: [String(from), 'x'], extra: 0 })
    expect(first).toHaveLength(Math.min(3, 2001 - from))
  }
  expect(await readAll(path, { from: 2001 })).toEqual([])
})

test('what was found survives being stored as JSON', async () => {
  const path = fileOf(gb18030)
  const stored = JSON.parse(JSON.stringify(await open(path)))
  expect((await rows(path, stored).next()).value?.[1]?.cells[0]).toBe('㐀𠮷')
})

test('digits dressed for a spreadsheet come out bare', async () => {
  expect(await cellsOf(fileOf(`编号,手机,订单\n="007",13800138000\t,"=""42"""\n'+8613800138000,\t1,=1+1\n`))).toEqual([
    ['007', '13800138000', '42'],
    ['+8613800138000', '1', '=1+1'],
  ])
})

test('samples are five different values, cut and trimmed', async () => {
  const opened = await open(fileOf(`a,b\n${'x, y \n'.repeat(9)}${[1, 2, 3, 4, 5, 6].map((i) => `${i},${'长'.repeat(999)}\n`).join('')}`))
  expect(opened.columns[0]?.samples).toEqual(['x', '1', '2', '3', '4'])
  expect(opened.columns[1]?.samples).toEqual(['y', '长'.repeat(200)])
})

test('columns at the end without name and value are left away', async () => {
  expect((await open(fileOf('a,,c,,\n1,2,3,,\n'))).columns.map(({ name }) => name)).toEqual(['a', '列 2', 'c'])
  expect((await open(fileOf('a,,c,,\n1,2,3,4,\n'))).columns.map(({ name }) => name)).toEqual(['a', '列 2', 'c', '列 4'])
})
