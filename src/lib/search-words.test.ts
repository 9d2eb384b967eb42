import { expect, test } from 'vitest'
import { searchIndex, searchTerms } from './search-words.ts'

/** What the index does with them: every gram is there, every run of letters stands within the line. */
function finds(typed: string, words: string[]): boolean {
  const index = searchIndex(words)
  const terms = searchTerms(typed)
  const grams = index.grams.split(' ')
  return (
    terms.grams.every((gram) =>
      grams.some((each) => (gram.endsWith(':*') ? each.startsWith(`'${gram.slice(0, -2)}`) : each === `'${gram}'`)),
    ) && terms.letters.every((run) => index.letters.includes(run))
  )
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
])('%s finds %s', (typed, kept) => expect(finds(typed, [kept])).toBe(true))

test.each([
  ['华技', '华为技术'],
  ['hws', '华为技术'],
  ['0513', '051268213884'],
])('%s does not find %s', (typed, kept) => expect(finds(typed, [kept])).toBe(false))
