import type { Language } from './errors.ts'

/** Thrown where the program cannot go on. One sentence that says what is wrong and what to do; shown without a stack trace. */
export class Halt extends Error {
  zh: string
  en: string
  constructor(words: { zh: string; en: string }) {
    super(words.en)
    this.zh = words.zh
    this.en = words.en
  }
}

/** The language of the terminal, as the C library finds it: LC_ALL, LC_MESSAGES, LANG. */
export function languageOf(env: Record<string, string | undefined>): Language {
  return (env.LC_ALL || env.LC_MESSAGES || env.LANG || '').toLowerCase().startsWith('zh') ? 'zh' : 'en'
}

/** Picks the language of the terminal. */
export function say(words: { zh: string; en: string }): string {
  return words[languageOf(process.env)]
}
