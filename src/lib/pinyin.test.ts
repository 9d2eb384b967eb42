import { expect, test } from 'vitest'
import { bigrams, fullPinyin, initials, readings, sortKey } from './pinyin.ts'

test.each([
  ['华为技术', 'hwjs', 'huaweijishu'],
  ['重庆银行', 'cqyh', 'chongqingyinhang'],
  ['成都模具', 'cdmj', 'chengdumuju'],
  ['厦门长城', 'xmcc', 'xiamenchangcheng'],
  ['绿地集团', 'ldjt', 'lvdijituan'],
  ['ABC 机床', 'abcjc', 'abcjichuang'],
  ['３Ｍ中国', '3mzg', '3mzhongguo'],
  ['𠮷野家', '𠮷yj', '𠮷yejia'],
  ['(无锡)', 'wx', 'wuxi'],
  ['', '', ''],
])('%s is typed %s or %s', (text, short, full) => {
  expect(initials(text)).toBe(short)
  expect(fullPinyin(text)).toBe(full)
})

test.each([
  ['单雄信', 'sxx'],
  ['曾国藩', 'zgf'],
  ['解晓东', 'xxd'],
  ['仇英', 'qy'],
  ['尉迟恭', 'ycg'],
])('%s is found as a person too: %s', (name, short) => {
  const heard = readings(name).map((syllables) => syllables.map((syllable) => syllable[0]).join(''))
  expect(heard).toContain(short)
  expect(heard[0]).toBe(initials(name))
})
test('what is no name is read in one way', () => {
  expect(readings('华为技术')).toHaveLength(1)
  expect(readings('单片机开发')).toHaveLength(1)
})

test('names sort as a Chinese index does', () => {
  const sorted = ['3M', 'ABB', '艾默生', '安川', '占三', '詹姆', '张三', '张五', '章子怡', 'Zulu']
  expect([...sorted].toReversed().toSorted((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1))).toEqual(sorted)
})
test('a person sorts under the surname’s sound, a thing does not', () => {
  expect(sortKey('单雄信', true) > sortKey('任我行', true)).toBe(true)
  expect(sortKey('单片机')).toMatch(/^dan /)
})
test('long names differ in the end as well', () =>
  expect(sortKey('无锡宏诚自动化设备有限公司一')).not.toBe(sortKey('无锡宏诚自动化设备有限公司二')))

test('bigrams are pairs within a run, lower case, each once', () => {
  expect(bigrams('华为技术')).toEqual(['华为', '为技', '技术'])
  expect(bigrams('ＡＢ-Ab 中')).toEqual(['ab', '中'])
  expect(bigrams('哈哈哈')).toEqual(['哈哈'])
  expect(bigrams('𠮷野家')).toEqual(['𠮷野', '野家'])
  expect(bigrams('，。')).toEqual([])
})
