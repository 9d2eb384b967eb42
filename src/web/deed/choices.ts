/** Which of the offered records are chosen, and what choosing one answers beside. */
import type { Offer } from '../../lib/wire.ts'

export type Offered = Record<string, Offer[]>
type Values = Record<string, unknown>

export const idOf = (value: unknown): string | null =>
  typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string' ? value.id : null

/** The first of each question of whom there is hardly a doubt; a contact brings his customer along. */
export function chosenAtFirst(offered: Offered): Values {
  let values: Values = {}
  for (const [name, offers] of Object.entries(offered)) {
    const offer = offers.find((one) => one.sure)
    if (offer && idOf(values[name]) !== offer.id) values = choose(offered, values, name, { id: offer.id, title: offer.title })
  }
  return values
}

/** A choice brings its own along; who does not belong to it gives way, to one who does where there is hardly a doubt. */
export function choose(offered: Offered, before: Values, name: string, value: unknown): Values {
  const offer = offered[name]?.find((one) => one.id === idOf(value))
  const values = { ...before, [name]: value, ...offer?.with }
  for (const [other, offers] of Object.entries(offered)) {
    if (other === name) continue
    const fits = (one: Offer) => one.with[name] === undefined || one.with[name].id === idOf(value)
    const chosen = offers.find((one) => one.id === idOf(values[other]))
    if (chosen && !fits(chosen)) values[other] = null
    const meant = offers.find((one) => one.sure && one.with[name]?.id === idOf(value))
    if (idOf(values[other]) === null && meant) values[other] = { id: meant.id, title: meant.title }
  }
  return values
}
