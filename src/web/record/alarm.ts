/** What is wrong with a record as of now, as its views say it: an order that is overdue, since when and with how much. */
import { faceOf } from '../../fields/web.ts'
import { daysLate, sayDate } from '../../lib/when.ts'
import type { ObjectShape, RecordJson } from '../../lib/wire.ts'
import { inBoth, say } from '../../ui/i18n.ts'
import type { Reader } from '../../ui/reader.tsx'
import { fieldOf } from './titles.ts'

const words = inBoth('alarm', {
  zh: { days_other: '{label} {count} 天' },
  en: { days_one: '{label} by {count} day', days_other: '{label} by {count} days' },
})

export type Alarm = { name: string; what: string; facts: string[] }

export function alarmsOf(object: ObjectShape, record: RecordJson, reader: Reader): Alarm[] {
  return object.views.alarms
    .filter(({ field }) => record[field] === true)
    .map(({ field, since, amount }) => {
      const label = say(fieldOf(object, field)?.label)
      const day = since === undefined ? null : record[since]
      const count = typeof day === 'string' ? daysLate(day, reader) : 0
      const facts = [amount, since].flatMap((name) => {
        const fact = name === undefined ? undefined : fieldOf(object, name)
        const value = fact && (record[fact.name] ?? null)
        if (!fact || value === null) return []
        const said =
          name === since && typeof value === 'string'
            ? sayDate(value.slice(0, 10), reader.language, true)
            : faceOf(fact).show(value, fact, reader)
        return [`${say(fact.label)} ${said}`]
      })
      return { name: field, what: count > 0 ? words.t('days', { label, count }) : label, facts }
    })
}

/** What a list has to read to say so. */
export const alarmFields = (object: ObjectShape): string[] =>
  object.views.alarms.flatMap(({ field, since, amount }) => [field, since, amount].filter((name) => name !== undefined))
