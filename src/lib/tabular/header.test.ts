import { expect, test } from 'vitest'
import { columnNames, findHeader } from './header.ts'
import { open } from './open.ts'
import { cellsOf, fileOf } from './made.ts'

const headerOf = (text: string) => findHeader(text.split('\n').map((line, at) => ({ at, cells: line.split(',') })))

test.each([
  ['names on top', 0, '姓名,手机\n张三,13800138000'],
  ['a title above', 1, '2026 年客户名单\n姓名,手机,公司\n张三,13800138000,甲公司\n李四,,乙公司'],
  [
    'a title, an empty row and when it was exported',
    3,
    '客户名单\n\n导出时间：2026-11-20,导出人：张三\n姓名,手机,公司,备注\n张三,13800138000,甲公司,\n李四,,,',
  ],
  ['a title of two cells over three columns', 1, '客户名单,内部\n姓名,手机,公司\n张三,13800138000,甲公司'],
  ['years over amounts', 0, '客户,2024,2025\n甲公司,100,200\n乙公司,300,400'],
  ['text only', 0, '姓名,公司\n张三,甲公司'],
  ['one column', 0, '姓名\n张三\n李四'],
  ['names and nothing else', 0, '姓名,手机'],
  ['many names over few values', 0, '姓名,手机,公司,职务,部门,备注\n张三,,,,,\n李四,,,,,'],
  ['no names: people at once', -1, '张三,13800138000\n李四,13900139000'],
  ['no names: one person', -1, '张三,13800138000'],
  ['no names, and a row without a number that reads like some', -1, '张三,13800138000\n李四,待补\n王五,13900139000\n赵六,13900139001'],
  ['numbers alone', -1, '1,2\n3,4'],
])('%s', (_, at, text) => expect(headerOf(text)).toBe(at))

test('columns have names, each its own', () => {
  expect(columnNames(['电话', ' 电话', '', '电话 2', '手机\n号码', '列 3'], 7)).toEqual([
    '电话',
    '电话 3',
    '列 3 2',
    '电话 2',
    '手机 号码',
    '列 3',
    '列 7',
  ])
})

test('a table without header loses nobody', async () => {
  const path = fileOf('张三,13800138000\n李四,13900139000\n')
  expect(await open(path)).toMatchObject({ headerRow: -1, total: 2, columns: [{ name: '列 1' }, { name: '列 2' }] })
  expect(await cellsOf(path)).toHaveLength(2)
})

test('a person may say where the header is', async () => {
  const path = fileOf('张三,13800138000\n姓名,手机\n李四,13900139000\n')
  expect(await open(path, { headerRow: 1 })).toMatchObject({ headerRow: 1, total: 1, columns: [{ name: '姓名' }, { name: '手机' }] })
  expect((await open(path, { headerRow: -1 })).total).toBe(3)
  await expect(open(path, { headerRow: 9 })).rejects.toMatchObject({ code: 'malformed' })
})

test('titles count as rows of the file, not of the data', async () => {
  const path = fileOf('客户名单\n\n姓名,手机\n\n张三,1\n')
  expect(await open(path)).toMatchObject({ headerRow: 2, total: 1 })
  expect(await cellsOf(path)).toEqual([['张三', '1']])
})

test('a column without a name is called by its place, in the language of who brings the file', () =>
  expect(columnNames(['Name', '', ''], 3, 'en')).toEqual(['Name', 'Column 2', 'Column 3']))
