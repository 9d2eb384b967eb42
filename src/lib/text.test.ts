import { expect, test } from 'vitest'
import { clean, halfWidth, longerThan, textKey } from './text.ts'

test('white space around goes, also full-width and invisible', () => {
  expect(clean('　 张三\u00a0\ufeff')).toBe('张三')
  expect(clean('\u202d13800138000\u202c')).toBe('13800138000')
  expect(clean('👨‍👩‍👧')).toBe('👨‍👩‍👧')
})
test('what cannot be kept is told', () => {
  for (const text of ['a\u0000', 'a\u001f', '\ud800', 'a\u007f', 'a\u0085b', '\uffff']) expect(clean(text)).toBeNull()
  expect(clean('a\nb')).toBeNull()
})
test('many lines end alike', () => {
  expect(clean('a\r\nb\rc\u2028d\te', 'many lines')).toBe('a\nb\nc\nd\te')
  expect(clean('a\u000bb', 'many lines')).toBeNull()
})
test('one way to write each character', () => expect(clean('Cafe\u0301')).toBe('Café'))
test('length counts characters, not code units', () => {
  expect(longerThan('𠮷'.repeat(10), 10)).toBe(false)
  expect(longerThan('𠮷'.repeat(11), 10)).toBe(true)
})
test('half width', () => expect(halfWidth('１２３＠ａ．ｃｎ　')).toBe('123@a.cn '))
test('equal words have equal keys', () => expect(textKey(' ＡＢ C')).toBe(textKey('abc')))
