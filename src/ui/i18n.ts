/**
 * Words in both languages. Each folder keeps its own: `export const words = inBoth('list', { zh: {…}, en: {…} })`,
 * then `const t = words.use()` in a component and `t('rows', { count: 3 })`. A key missing in one language does not compile.
 */
import i18next from 'i18next'
import { useSyncExternalStore } from 'react'

export type Language = 'zh' | 'en'
export type Label = { zh: string; en: string }
type Texts = Record<string, string>
type Values = Record<string, string | number>
type Key<T> = keyof T extends infer K ? (K extends `${infer Base}_other` ? Base : K & string) : never
export type Translate<T> = (key: Key<T>, values?: Values) => string
export type Words<T> = { use: () => Translate<T>; t: Translate<T> }

const stored = 'guanxi.language'

void i18next.init({
  lng: chosen(),
  fallbackLng: 'zh',
  resources: {},
  keySeparator: false,
  nsSeparator: ':',
  initAsync: false,
  interpolation: { escapeValue: false, prefix: '{', suffix: '}' },
})

export function inBoth<T extends Texts>(
  folder: string,
  texts: { zh: T; en: { [K in keyof T]: string } & { [one: `${string}_one`]: string } },
): Words<T> {
  i18next.addResourceBundle('zh', folder, texts.zh)
  i18next.addResourceBundle('en', folder, texts.en)
  const fixed = { zh: i18next.getFixedT('zh', folder), en: i18next.getFixedT('en', folder) } as unknown as Record<Language, Translate<T>>
  return {
    // The same function until the language changes: a list of 500 cells asks for nothing but the language.
    use: () => fixed[useLanguage()],
    t: (key, values) => fixed[language()](key, values),
  }
}

export const language = (): Language => (i18next.language === 'en' ? 'en' : 'zh')

/** The language of this render; components that show labels call it so that they are drawn anew when it changes. */
export const useLanguage = (): Language => useSyncExternalStore(whenSpoken, language)

const whenSpoken = (listener: () => void) => {
  i18next.on('languageChanged', listener)
  return () => i18next.off('languageChanged', listener)
}

export function speak(next: Language): void {
  localStorage.setItem(stored, next)
  document.documentElement.lang = next === 'en' ? 'en' : 'zh-CN'
  void i18next.changeLanguage(next)
}

/** A label from the schema in the reader's language. */
export const say = (label: Label | undefined): string => label?.[language()] ?? label?.zh ?? ''

function chosen(): Language {
  const kept = localStorage.getItem(stored)
  if (kept === 'zh' || kept === 'en') return kept
  return navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en'
}
