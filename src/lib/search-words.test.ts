import { expect, test } from 'vitest'
import { fullPinyin } from './pinyin.ts'
import { cuts, searchIndex, searchQuery } from './search-words.ts'

/** What PostgreSQL does with them, on one level of brackets. */
function finds(typed: string, words: string[]): boolean {
  const terms = searchIndex(words)
    .split(' ')
    .map((term) => term.slice(1, -1))
  const has = (asked: string) => {
    const [, text = '', open] = /^'(.*?)'(:\*)?$/.exec(asked.trim())!
    return terms.some((term) => (open ? term.startsWith(text) : term === text))
  }
  const all = (list: string) => list.split('&').every(has)
  const query = searchQuery(typed)
  const parts = query?.match(/\([^)]*\)|[^&()]+/g)?.filter((part) => part.trim()) ?? []
  return parts.length > 0 && parts.every((part) => part.replace(/[()]/g, '').split('|').some(all))
}

test.each([
  ['为技', '华为技术'],
  ['术', '华为技术'],
  ['hwjs', '华为技术'],
  ['huawei', '华为技术'],
  ['sxx', '单雄信'],
  ['dxx', '单雄信'],
  ['abb', 'ABB 中国'],
  ['0512-6821', '051268213884-8053'],
  ['6821.3884', '051268213884-8053'],
  ['138 0013 8000', '13800138000'],
  ['zhang1@dgcl', 'zhang1@dgcl1.com.cn'],
  ['0512 6821 3884', '051268213884'],
  ['8000', '13800138000'],
  ['138000', '13800138000'],
  ['000', '13800138000'],
  ['wj', '华为技术'],
  ['wjs', '华为技术'],
  ['szhxjm', '苏州华兴精密机械有限公司'],
  ['huaweijishu', '华为技术'],
  ['huaweijis', '华为技术'],
  ['weiji', '华为技术'],
  ['jishu', '华为技术'],
  ['hu', '华为技术'],
  ['xian', '西安'],
  ['xianshi', '西安市'],
  ['xianshi', '先施公司'],
  ['soft', 'Microsoft China'],
  ['microsoft', 'Microsoft China'],
  ['sn2024', 'SN20240155'],
  ['0155', 'SN20240155'],
  ['机械有限', '恒信精密机械有限公司'],
  ['恒信精密机械有限公司', '恒信精密机械有限公司'],
  ['恒信机械 8000', '恒信机械厂 13800138000'],
])('%s finds %s', (typed, kept) => expect(finds(typed, [kept])).toBe(true))

test.each([
  ['华技', '华为技术'],
  ['hws', '华为技术'],
  ['0513', '051268213884'],
  ['huaweijishu', '华为集团'],
  ['138001', '13800238000'],
  ['softly', 'Microsoft China'],
])('%s does not find %s', (typed, kept) => expect(finds(typed, [kept])).toBe(false))

test('a character outside the common plane stays whole, and no term is empty', () => {
  for (const name of ['𠮷', '𠮷𠮷', '吉𠮷', 'a𠮷b', '𠀀𠀁𠀂']) {
    expect(searchIndex([name])).not.toMatch(/''|[\ud800-\udbff](?![\udc00-\udfff])/)
    expect(finds(name, [name])).toBe(true)
  }
})
test('what says nothing asks for nothing', () => {
  expect(searchQuery(' !! ')).toBeNull()
  expect(searchQuery('a')).toBe("'a':*")
})
test('a lone letter beside a word is left out', () => expect(searchQuery('华为 a')).toBe("'华为'"))
test('a word is heard as syllables, the last perhaps not yet whole', () => {
  expect(cuts('huaweij')[0]).toEqual(['hua', 'wei', 'j'])
  expect(cuts('xianshi')).toEqual(
    expect.arrayContaining([
      ['xian', 'shi'],
      ['xi', 'an', 'shi'],
    ]),
  )
  expect(cuts('szhx')).toEqual([])
})
test('every sound is a syllable', () => {
  const odd = new Set<string>()
  for (let i = 0x4e00; i < 0x9fa6; i++) {
    const sound = fullPinyin(String.fromCodePoint(i))
    if (/^[a-z]{2,}$/.test(sound) && !cuts(sound).some((cut) => cut.length === 1)) odd.add(sound)
  }
  // interjections, written with one or two characters in all
  expect([...odd].filter((sound) => !['ng', 'hm', 'hng', 'yo', 'lo', 'eh'].includes(sound))).toEqual([])
})
