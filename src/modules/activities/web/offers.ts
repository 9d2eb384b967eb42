/** What can be done about a thing of the day, as its module offers it and as its person may. */
import type { DayAnswer, DayEntry, ObjectShape, RecordJson, SchemaAnswer } from '../../../lib/wire.ts'
import { say } from '../../../ui/i18n.ts'
import { objectNamed } from '../../../web/api/queries.ts'
import { fieldOf } from '../../../web/record/titles.ts'
import type { Reason } from './day.ts'
import { words } from './words.ts'

type Offered = DayAnswer['reasons'][number]['offers'][number]
/** `done`: asks for an outcome; `moves` changes a day of the record itself. */
export type Doing = { key: string; label: string; offer: Offered | 'snooze' }

export function offersOf(schema: SchemaAnswer, object: ObjectShape, entry: DayEntry, reason: Reason | undefined): Doing[] {
  return (reason?.offers ?? []).flatMap((offer, i): Doing[] => {
    const key = `${entry.id}.${i}`
    if ('deed' in offer) {
      const deed = object.actions.find((action) => action.name === offer.deed)
      return deed && entry.record.can[deed.name] === true ? [{ key, label: say(deed.label), offer }] : []
    }
    if ('plans' in offer)
      return fieldOf(object, 'nextStep')?.access === 'write' && entry.record.can.update === true
        ? [{ key, label: words.t('plan'), offer }]
        : []
    if ('moves' in offer) return entry.record.can.update === true ? [{ key, label: say(offer.label), offer }] : []
    return objectNamed(schema, offer.makes)?.can.create === true ? [{ key, label: say(offer.label), offer }] : []
  })
}

type Making = Doing & { offer: Extract<Offered, { makes: string }> }
export const isMaking = (doing: Doing): doing is Making => doing.offer !== 'snooze' && 'makes' in doing.offer

/** Later: a step is moved to another day; anything else is put off for this person alone. */
export const laterOf = (entry: DayEntry, offers: Doing[]): Doing =>
  (entry.object === 'activity' ? offers.find(({ offer }) => offer !== 'snooze' && 'moves' in offer) : undefined) ?? {
    key: `${entry.id}.snooze`,
    label: words.t('snooze'),
    offer: 'snooze',
  }

/** Texts name fields of the record: `{ account: 'account', allocations: [{ order: 'id' }] }`. */
export function presetFrom(given: unknown, record: RecordJson): unknown {
  if (typeof given === 'string') return record[given] ?? null
  if (Array.isArray(given)) return given.map((each) => presetFrom(each, record))
  if (typeof given === 'object' && given !== null)
    return Object.fromEntries(Object.entries(given).map(([name, value]) => [name, presetFrom(value, record)]))
  return given
}
