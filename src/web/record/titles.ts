import { faceOf } from '../../fields/web.ts'
import type { ActionShape, ObjectShape } from '../../lib/wire.ts'
import { language, say } from '../../ui/i18n.ts'
import type { Reader } from '../../ui/reader.tsx'

export const fieldOf = (object: ObjectShape, name: string) => object.fields.find((field) => field.name === name)

/** What people call a record: the first of its title fields that is filled. */
export function titleOf(object: ObjectShape, record: Record<string, unknown>): string {
  for (const name of object.title) {
    const text = textOf(object, record, name)
    if (text !== '') return text
  }
  return language() === 'zh' ? '（无名）' : '(no name)'
}

/** What was done, to what: 「QT-2026-0001 · 发出」. */
export const doneTo = (object: ObjectShape, record: Record<string, unknown>, { label }: Pick<ActionShape, 'label'>): string =>
  `${titleOf(object, record)} · ${say(label)}`

/** The short facts under a title; `without` is known from where it stands. */
export const subtitleOf = (object: ObjectShape, record: Record<string, unknown>, ...without: (string | undefined)[]): string =>
  object.views.subtitle
    .filter((name) => !without.includes(name))
    .map((name) => textOf(object, record, name))
    .filter((text) => text !== '')
    .join(' · ')

function textOf(object: ObjectShape, record: Record<string, unknown>, name: string): string {
  const field = fieldOf(object, name)
  const value = record[name]
  if (value === null || value === undefined) return ''
  return field ? faceOf(field).show(value, field, reader()) : typeof value === 'string' ? value : ''
}

/** Titles are drawn where no hook reaches; their fields are names and places, not times. */
const reader = (): Reader => ({ language: language(), timeZone: 'Asia/Shanghai', currency: 'CNY', now: Date.now() })
