/**
 * What a record is found by, and what people type to find it: the two sides of one index, a tsvector under a GIN.
 * A term is looked up whole or by its beginning, both in microseconds; nothing is compared letter by letter afterwards.
 *   Chinese        neighbouring pairs                 华为技术 → 华为 为技 技术 术
 *   its sound      neighbouring syllables             huawei weiji jishu shu
 *   its initials   runs of four, as of latin words    hwjs wjs js        (the middle is found too: wjs)
 *   digits         runs of six                        138001 380013 … 000 (the last four are the beginning of a run)
 * Terms of a longer word must all be there; that they also touch is not asked, which has not yet been seen to matter.
 */
import { bigrams, readings } from './pinyin.ts'

/** Told apart from what was filled by an older recipe: rows are filled anew when it grows. */
export const searchRecipe = 2

/** For a record: a tsvector's text. */
export function searchIndex(words: string[]): string {
  const terms = new Set<string>()
  for (const word of words) {
    const text = word.normalize('NFKC').toLowerCase()
    const runs = text.match(hanRuns)
    if (runs) {
      for (const run of runs.map((each) => bare(each))) {
        for (const gram of bigrams(run)) terms.add(gram)
        terms.add([...run].at(-1)!) // so that a single character is found by prefix, also at the end
      }
      addSounds(runs, terms)
    }
    for (const run of text.match(latinRuns) ?? []) for (const part of wordsOf(run.slice(0, 100))) addWindows(part, terms)
  }
  return [...terms].map((term) => `'${term}'`).join(' ')
}

/** For what was typed: a tsquery's text; null when it says nothing that could be looked for. */
export function searchQuery(typed: string): string | null {
  const text = typed.normalize('NFKC').toLowerCase().slice(0, 100)
  const grams = new Set<string>()
  for (const run of text.match(hanRuns) ?? []) {
    if ([...run].length === 1) grams.add(begins(run))
    else for (const gram of bigrams(bare(run, legalBegun))) grams.add(whole(gram))
  }
  const number = text.replace(/[\s.-]/g, '')
  const runs = /^\d{10,}$/.test(number) ? [number] : (text.match(latinRuns) ?? [])
  const parts = [...new Set(runs.flatMap(partsOf))]
  // Beside a longer word a lone letter says next to nothing, and every record has one that begins so.
  const telling = parts.filter((part) => part.length >= shortest(part))
  const asked = [...[...grams].slice(0, 12), ...(telling.length || grams.size ? telling : parts).slice(0, 6).map(askFor)]
  return asked.length ? asked.join(' & ') : null
}

function askFor(part: string): string {
  const most = span(part)
  if (part.length < most) return begins(part)
  const windows = Array.from({ length: part.length - most + 1 }, (_, i) => whole(part.slice(i, i + most))).join(' & ')
  if (isNumber(part)) return windows
  const heard = cuts(part).map((cut) => (cut.length <= 2 ? begins(part) : pairs(cut).map(lastBegins).join(' & ')))
  return heard.length ? `(${[...new Set([windows, ...heard])].join(' | ')})` : windows
}

function addSounds(runs: string[], terms: Set<string>): void {
  const han = runs
    .map((run) => bare(run))
    .join('')
    .slice(0, mostSounded)
  for (const syllables of readings(han)) {
    for (const pair of pairs(syllables)) terms.add(pair)
    if (syllables.length) terms.add(syllables.at(-1)!)
    addWindows(syllables.map((syllable) => (rare.test(syllable) ? '' : syllable[0])).join(''), terms)
  }
}

/** Every run of so many letters, at the end the shorter ones; a word that is shorter itself is one. */
function addWindows(part: string, terms: Set<string>): void {
  if (!part) return
  const last = Math.max(0, part.length - shortest(part))
  for (let i = 0; i <= last; i++) terms.add(part.slice(i, i + span(part)))
}

/** A character outside the common plane, of which no first half may stand alone. */
const rare = /[\ud800-\udfff]/
const pairs = (syllables: string[]) => syllables.slice(1).map((syllable, i) => syllables[i]! + syllable)

/** Of an address only what says something: it has half a dozen parts. */
const wordsOf = (run: string) => partsOf(run).filter((part) => !run.includes('@') || part.length >= shortest(part))

/** 技术部@a-b.cn → letters and digits apart, each for itself; numbers are found however they are punctuated: 0512-6821.3884 → 051268213884. */
const partsOf = (run: string): string[] => (/^\d[\d.-]*$/.test(run) ? [run.replace(/[.-]/g, '')] : (run.match(/\d+|[^\d@._-]+/g) ?? []))

/** The ways to hear a word as syllables, the last perhaps not yet typed to its end: the longest syllables first. */
export function cuts(word: string): string[][] {
  const found: string[][] = []
  const cut = (from: number, before: string[]) => {
    if (found.length === mostCuts || before.length > mostSounded) return
    const rest = word.slice(from)
    if (!rest) return void found.push(before)
    if (begun.test(rest)) found.push([...before, rest])
    for (let length = Math.min(6, rest.length); length; length--)
      if (syllable.test(rest.slice(0, length))) cut(from + length, [...before, rest.slice(0, length)])
  }
  cut(0, [])
  // A lone letter at the end is a syllable begun only where no other cut makes it part of one: its beginning would be half of all words.
  const ended = found.filter((each) => !begun.test(each.at(-1)!))
  return ended.length ? ended : found
}

const mostCuts = 6
/** What a syllable may be, a little more widely than it is. */
const syllable = new RegExp(
  `^(?:${[
    '(?:ai?|ang?|ao|ei?|eng?|er|ou?)',
    'w(?:ai?|ang?|ei|eng?|o|u)',
    'y(?:a|ang?|ao|e|i|ing?|o|ong|ou|u|uan|ue|un)',
    '[jqx](?:i|ia|iang?|iao|ie|ing?|iong|iu|u|uan|ue|un)',
    '[bpmf](?:ai?|ang?|ao|e|ei|eng?|i|ian|iao|ie|ing?|iu|o|ou|u)',
    '[dtnl](?:ai?|ang?|ao|ei?|eng?|i|ia|iang?|iao|ie|ing?|iu|ong|ou|u|uan|ue|ui|un|uo|ve?)',
    '(?:[gkhr]|[zcs]h?)(?:ai?|ang?|ao|ei?|eng?|i|ong|ou|u|uai?|uang?|ui|un|uo)',
  ].join('|')})$`,
)
const begun = /^(?:[bpmfdtnlgkhjqxrzcsyw]|[zcs]h)$/

const isNumber = (part: string) => part.charCodeAt(0) < 58
/** Six digits are what people remember of a phone's end; four initials of a name. */
const span = (part: string) => (isNumber(part) ? 6 : 4)
const shortest = (part: string) => (isNumber(part) ? 3 : 2)

const lastBegins = (pair: string, i: number, { length }: string[]) => (i === length - 1 ? begins(pair) : whole(pair))
const whole = (term: string) => `'${term}'`
const begins = (term: string) => `'${term}':*`

/** A run without its legal form: nobody looks for 有限公司 or yxgs, which a million firms have, and a firm would have a tenth more terms. */
const bare = (run: string, form = legalForm) => {
  const name = run.replace(form, '')
  return name.length > 1 ? name : run
}
const legalForm = /(?:股份)?(?:有限(?:责任)?)?公司$/
/** The same as far as it may be typed. */
const legalBegun = /(?:股份(?:有限)?|(?:股份)?有限(?:责任)?(?:公司?)?|公司)$/

/** What is sounded of one text: names are shorter, and nobody types a paragraph in pinyin. */
const mostSounded = 24

const hanRuns = /[\p{Script=Han}々〇]+/gu
const latinRuns = /[\p{Script=Latin}\d][\p{Script=Latin}\d@._-]*/gu
