import { loadRecords } from '../../../engine/list.ts'
import type { DeedOn } from '../../../engine/module.ts'
import type { FieldProblem } from '../../../lib/errors.ts'
import type { Ref } from '../../../lib/wire.ts'
import { sameAs } from './matches.ts'

/**
 * Whom he chose must be there for him to read, and the contact belong to the customer. Of many, those who look like somebody we
 * have are left for him to decide one by one: nobody is merged behind his back, and nobody made twice.
 */
export async function checkConvert({ tx, records, input, many }: DeedOn): Promise<Map<string, FieldProblem>> {
  const wrong = (problem: FieldProblem) => new Map(records.map((lead) => [lead.id, problem]))
  const one = async (object: string, id: unknown) => (id ? (await loadRecords(tx, object, [id as string]))[0] : undefined)
  const [account, contact] = [await one('account', input.account), await one('contact', input.contact)]
  if (input.account && !account) return wrong({ field: 'account', code: 'no-such-record' })
  if (input.contact && !contact) return wrong({ field: 'contact', code: 'no-such-record' })
  const at = contact?.account as Ref | null | undefined
  if (at && account && at.id !== account.id) return wrong({ field: 'contact', code: 'elsewhere', values: { title: at.title ?? '•••' } })
  if (at && at.title === null) return wrong({ field: 'contact', code: 'no-such-record' })
  // He hangs on a customer from now on, which is to change him.
  if (contact && !at && contact.can.update !== true) return wrong({ field: 'contact', code: 'read-only' })
  return many && !account ? known({ tx, records }) : new Map()
}

async function known({ tx, records }: Pick<DeedOn, 'tx' | 'records'>): Promise<Map<string, FieldProblem>> {
  const found = await sameAs(tx, records)
  const problems = new Map<string, FieldProblem>()
  for (const [object, field] of [
    ['account', 'account'],
    ['contact', 'contact'],
  ] as const) {
    const ids = [...found.values()].flatMap((each) => [...each[object].keys()])
    const titles = new Map((await loadRecords(tx, object, [...new Set(ids)], ['name'])).map((record) => [record.id, String(record.name)]))
    for (const [lead, matches] of found) {
      const [match] = matches[object].keys()
      if (match && !problems.has(lead)) problems.set(lead, { field, code: 'twin', values: { title: titles.get(match) ?? '' } })
    }
  }
  return problems
}
