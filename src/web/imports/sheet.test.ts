import { expect, test } from 'vitest'
import { alike, whoIs } from './sheet.ts'

test.each([
  ['+86 158 4091 8670', '15840918670'],
  ['LI15@WXRD15.COM.CN', 'li15@wxrd15.com.cn'],
  ['无锡瑞创物流(无锡)有限公司', '无锡瑞创物流（无锡）有限公司'],
  ['郭志伟 ', '郭志伟'],
  ['', undefined],
])('%o and %o are not marked as different', (a, b) => expect(alike(a, b)).toBe(true))

test.each([
  ['无锡泰力有限责任公司', '无锡泰力有限公司'],
  ['15840918670', '15840918671'],
  ['A', ''],
])('%o and %o are', (a, b) => expect(alike(a, b)).toBe(false))

test('a row is called by its title fields that are filled', () => {
  const now = {
    columns: [{ name: '姓名' }, { name: '公司名称' }],
    mapping: { 姓名: 'name', 公司名称: 'company' },
  } as unknown as Parameters<typeof whoIs>[0]
  expect(whoIs(now, ['name', 'company'], { 姓名: '张三', 公司名称: ' ' })).toBe('张三')
  expect(whoIs(now, ['name', 'company'], { 姓名: '张三', 公司名称: '甲公司' })).toBe('张三 · 甲公司')
})
