/** Whom a task is about: the record it hangs on, what to call it, and a number to call. */
import { queryOptions } from '@tanstack/react-query'
import type { ListAnswer, RecordJson } from '../../../lib/wire.ts'
import { get } from '../../../web/api/http.ts'

export type Whose = { object: string; id: string; name: string; firm: string; numbers: { who: string; number: string }[] }
type Person = RecordJson | { id: string; title: string | null }

/** `object`: what kind of record it is; a lead is about itself. */
export function whoseOf(object: string, task: RecordJson, contacts: Map<string, RecordJson[]>): Whose | null {
  if (object === 'lead') return aboutLead(task)
  const lead = task.lead as Person | null
  const account = task.account as Person | null
  const contact = task.contact as Person | null
  // A lead that became a customer is spoken of as that.
  if (lead && !account) return aboutLead(lead)
  if (!account && !contact) return null
  const people = contact && isWhole(contact) ? [contact] : account ? (contacts.get(account.id) ?? []) : []
  const person = contact ? nameOf(contact) : people[0] ? nameOf(people[0]) : ''
  const numbers = [...people.flatMap(numbersOf), ...(account && isWhole(account) ? numbersOf(account) : [])]
  if (account) return { object: 'account', id: account.id, name: nameOf(account), firm: person, numbers }
  return { object: 'contact', id: contact!.id, name: person, firm: '', numbers }
}

function aboutLead(lead: Person): Whose {
  if (!isWhole(lead)) return { object: 'lead', id: lead.id, name: lead.title ?? '•••', firm: '', numbers: [] }
  const [name, company] = [text(lead.name), text(lead.company)]
  return { object: 'lead', id: lead.id, name: name || company, firm: name ? company : '', numbers: numbersOf(lead) }
}

const isWhole = (person: Person): person is RecordJson => 'version' in person
const text = (value: unknown): string => (typeof value === 'string' ? value : '')
const nameOf = (person: Person): string => (isWhole(person) ? text(person.name) : (person.title ?? '•••'))

/** A masked number cannot be called. */
const numbersOf = (person: RecordJson): Whose['numbers'] =>
  [person.mobile, person.phone]
    .map(text)
    .filter((number) => number !== '' && !number.includes('*'))
    .map((number) => ({ who: nameOf(person), number }))

/** For tasks that hang on a customer and name nobody there: the customer's people, one question for all rows. */
export const contactsQuery = (tasks: RecordJson[]) => {
  const ids = [...new Set(tasks.filter((task) => task.account && !task.contact).map((task) => (task.account as Person).id))].toSorted()
  return queryOptions({
    queryKey: ['related', 'contact', 'of', ids.join()],
    enabled: ids.length > 0,
    queryFn: async ({ signal }) => {
      const filter = JSON.stringify({ field: 'account', op: 'in', value: ids })
      const answer = await get<ListAnswer>(
        '/contacts',
        { filter, fields: 'name,mobile,phone,account', sort: 'createdAt', limit: 200 },
        signal,
      )
      return Map.groupBy(answer.records, (contact) => (contact.account as { id: string }).id)
    },
  })
}
