import { type Reaction, after } from '../../engine/module.ts'
import { loadRecords } from '../../engine/list.ts'
import { update } from '../../engine/write/update.ts'
import { firmOf } from '../firm/index.ts'

const terms = ['delivery', 'payment', 'warranty']

/** A new quote on which nobody wrote terms takes the firm's own; a revised one keeps what it had. */
export const standardTerms: Reaction = after('quote.create', async (tx, ids) => {
  const firm = await firmOf(tx)
  const standing = Object.fromEntries(terms.flatMap((name) => (firm?.[name] ? [[name, firm[name]]] : [])))
  if (!Object.keys(standing).length) return
  const bare = (await loadRecords(tx, 'quote', ids, terms)).filter((quote) => terms.every((name) => !quote[name]))
  if (bare.length)
    await update(
      tx,
      'quote',
      bare.map((quote, i) => ({ id: quote.id, subject: i + 1, values: standing })),
      { collect: true },
    )
})
