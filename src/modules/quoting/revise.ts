import { defineAction } from '../../engine/module.ts'
import { create } from '../../engine/write/create.ts'
import { shareAlike } from '../../engine/write/shares.ts'
import { copies } from './copy-of.ts'
import { quote } from './quote.ts'

/** A new version with the same number; the old one stays as it was sent. */
export const revise = defineAction(quote, 'revise', {
  label: { zh: '修订', en: 'Revise' },
  icon: 'edit',
  when: {
    filter: { field: 'status', op: 'in', value: ['sent', 'expired', 'rejected'] },
    code: 'not-sent',
    reason: { zh: '草稿直接改；已接受或已被取代的不能修订', en: 'Edit a draft itself; an accepted or superseded quote is not revised' },
  },
  sets: { status: 'superseded' },
  returns: { type: 'object', properties: { quote: { type: 'string', format: 'uuid' } } },
  run: async ({ tx, records }) => {
    const olds = await copies(
      tx,
      'quote',
      records.map((record) => record.id),
    )
    const fresh = { status: 'draft', quotedOn: tx.context.today, validUntil: null, rejectReason: null, sentPapers: null }
    // Whoever owns a quote goes on with it, also when its customer was given to somebody else.
    const incoming = olds.map(({ values }, i) => ({
      subject: i + 1,
      brought: ['account', 'contact', 'opportunity', 'owner'],
      values: { ...values, ...fresh, revision: String(Number(values.revision) + 1) },
    }))
    const { done } = await create(tx, 'quote', incoming, { trusted: true })
    shareAlike(
      tx,
      'quote',
      olds.map(({ id }, i) => ({ from: id, made: done[i]!.id })),
    )
    return { quote: done[0]!.id }
  },
})
