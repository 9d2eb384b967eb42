/** What a record is found by, and what people type to find it: the two sides of one index. */
import { bigrams, readings } from './pinyin.ts'

/** For a record: bigrams of Chinese text as a tsvector's text; latin words, digits, full pinyin and initials as one line. */
export function searchIndex(words: string[]): { grams: string; letters: string } {
  const grams = new Set<string>()
  const letters = new Set<string>()
  for (const word of words) {
    const text = word.normalize('NFKC').toLowerCase()
    const runs = text.match(hanRuns)
    if (runs) {
      for (const run of runs) {
        for (const gram of bigrams(run)) grams.add(gram)
        grams.add(run.at(-1)!) // so that a single character is found by prefix, also at the end
      }
      const han = runs
        .map((run) => run.replace(legalForm, '') || run)
        .join('')
        .slice(0, mostSounded)
      for (const read of readings(han)) letters.add(read.initials).add(read.full)
    }
    for (const run of text.match(latinRuns) ?? []) letters.add(run.slice(0, 100)).add(undashed(run).slice(0, 100))
  }
  return { grams: [...grams].map((gram) => `'${gram}'`).join(' '), letters: [...letters].join(' ') }
}

export function searchTerms(typed: string): { grams: string[]; letters: string[] } {
  const text = typed.normalize('NFKC').toLowerCase().slice(0, 100)
  const grams = new Set<string>()
  for (const run of text.match(hanRuns) ?? []) {
    if (run.length === 1) grams.add(`${run}:*`)
    else for (const gram of bigrams(run)) grams.add(gram)
  }
  return { grams: [...grams].slice(0, 12), letters: [...new Set((text.match(latinRuns) ?? []).map(undashed))].slice(0, 6) }
}

/** Nobody looks for yxgs: it would find every firm, and its letters were a fifth of the index. */
const legalForm = /(?:股份有限公司|有限责任公司|有限公司|集团公司|公司)$/
/** What is sounded of one text: names are shorter, and nobody types a paragraph in pinyin. */
const mostSounded = 24

const hanRuns = /[\p{Script=Han}々〇]+/gu
const latinRuns = /[\p{Script=Latin}\d][\p{Script=Latin}\d@._-]*/gu

/** Numbers are found however they are punctuated: 0512-6821.3884 → 051268213884. */
const undashed = (run: string) => (/^\d[\d.-]*$/.test(run) ? run.replace(/[.-]/g, '') : run)
