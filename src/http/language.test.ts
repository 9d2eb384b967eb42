import { expect, test } from 'vitest'
import { languageOf } from './language.ts'

test.each([
  [undefined, 'zh'],
  ['', 'zh'],
  ['zh-CN,zh;q=0.9,en;q=0.8', 'zh'],
  ['zh', 'zh'],
  ['*', 'zh'],
  ['en-GB,en;q=0.9', 'en'],
  ['fr-FR,zh;q=0.5,en;q=0.4', 'zh'],
  ['zh;q=0.1,en', 'en'],
  ['zh;q=0,fr', 'en'],
  ['fr', 'en'],
  [';;;,q=,\u0000', 'en'],
])('%s is answered in %s', (header, language) => {
  expect(languageOf(header)).toBe(language)
})
