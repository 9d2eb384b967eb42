import type { Reading } from '../../../engine/house.ts'
import type { PaperLanguage } from '../../../lib/sheet.ts'

/** A field's value as its type writes it: a choice by its label, in the language of the paper. */
export function fieldText(reading: Reading, object: string, name: string, value: unknown, language: PaperLanguage): string {
  const at = reading.catalog.objects.get(object)?.fields.get(name)
  if (!at || value === null || value === undefined) return ''
  const written = (one: 'zh' | 'en') => at.type.toText(value, at.field, { ...reading.context, language: one })
  if (language !== 'both') return written(language)
  const [zh, en] = [written('zh'), written('en')]
  return zh === en ? zh : `${zh} ${en}`
}
