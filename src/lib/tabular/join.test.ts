import { expect, test } from 'vitest'
import { isNamePart, joinNames } from './join.ts'

const join = (...parts: [string, string][]) => joinNames(parts.map(([header, text]) => ({ header, text })))

test('a Chinese name is written family first, without blank, whatever the columns are called', () => {
  expect(join(['姓', '欧阳'], ['名', '丽玲'])).toBe('欧阳丽玲')
  expect(join(['名', '丽玲'], ['姓', '欧阳'])).toBe('欧阳丽玲')
  expect(join(['First Name', '伟'], ['Last Name', '王'])).toBe('王伟')
})

test('an English name is written given name first, with blanks', () => {
  expect(join(['Last Name', 'Doe'], ['First Name', ' John '], ['Middle Name', 'Q.'])).toBe('John Q. Doe')
  expect(join(['lastName', 'Doe'], ['first_name', ''])).toBe('Doe')
})

test('columns whose part is not known keep their order', () => {
  expect(join(['名字 1', '李'], ['名字 2', '雷'])).toBe('李雷')
  expect(join(['A', 'John'], ['B', 'Doe'])).toBe('John Doe')
  expect(join()).toBe('')
})

test('parts of a name are told from whole names', () => {
  expect(['First Name', 'last_name', '姓', '名'].every(isNamePart)).toBe(true)
  expect(['Name', '姓名', 'Last Modified', '名称'].some(isNamePart)).toBe(false)
})
