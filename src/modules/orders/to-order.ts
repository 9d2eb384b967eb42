import { list as listOf, number, ref } from '../../fields/index.ts'
import { loadRecords } from '../../engine/list.ts'
import { defineAction } from '../../engine/module.ts'
import { create } from '../../engine/write/create.ts'
import { shareAlike } from '../../engine/write/shares.ts'
import type { Tx } from '../../engine/write/tx.ts'
import { type FieldProblem, Refusal, invalid } from '../../lib/errors.ts'
import { type Copy, copies } from '../quoting/index.ts'

type Wanted = { line: string; quantity: string }[]
type Line = Record<string, unknown> & { id: string; open: string }

/** An accepted quote becomes an order, whole or in parts, until nothing of it is open. */
export const toOrder = defineAction('quote', 'toOrder', {
  label: { zh: '转订单', en: 'Make an order' },
  icon: 'order',
  when: [
    {
      filter: { field: 'status', op: 'eq', value: 'accepted' },
      code: 'not-accepted',
      reason: { zh: '客户接受之后才能转订单', en: 'Only an accepted quote becomes an order' },
    },
    {
      filter: { field: 'openLines', op: 'gt', value: '0' },
      code: 'nothing-open',
      reason: { zh: '报价单已全部转成订单', en: 'All of it has been ordered' },
    },
  ],
  input: {
    lines: listOf(
      {
        line: ref('quoteLine', { label: { zh: '明细', en: 'Line' }, required: true }),
        quantity: number({ label: { zh: '本次数量', en: 'Quantity now' }, required: true, min: 0, digits: 6 }),
      },
      { label: { zh: '转哪些', en: 'Which lines' } },
    ),
  },
  returns: { type: 'object', properties: { order: { type: 'string', format: 'uuid' } } },
  primary: true,
  offers: async ({ record }) => ({ starts: { lines: openLines(record.lines as Line[]) } }),
  run: async ({ tx, records, input }) => {
    const ids = records.map((record) => record.id)
    // Read again now that they are locked: somebody may have ordered of them a moment ago.
    const shown = new Map((await loadRecords(tx, 'quote', ids)).map((record) => [record.id, record.lines as Line[]]))
    const quotes = await copies(tx, 'quote', ids)
    // Whoever owns a quote goes on with it, also when its customer was given to somebody else.
    const incoming = quotes.map((quote, i) => ({
      subject: i + 1,
      brought: [...handedOn, 'quote'],
      values: orderOf(tx, quote, shown.get(quote.id)!, input.lines as Wanted | undefined),
    }))
    const { done } = await create(tx, 'order', incoming, { trusted: true })
    shareAlike(
      tx,
      'order',
      quotes.map(({ id }, i) => ({ from: id, made: done[i]!.id })),
    )
    return { order: done[0]!.id }
  },
})

/** What is still to be ordered, line by line, as the dialog proposes it. */
const openLines = (lines: Line[]) =>
  lines
    .filter((line) => Number(line.open) > 0)
    .map((line) => ({ line: { id: line.id, title: String(line.description) }, quantity: line.open }))

const handedOn = ['account', 'contact', 'opportunity', 'owner', 'taxIncluded', 'discount']

function orderOf(tx: Tx, quote: Copy, shown: Line[], wanted: Wanted | undefined): Record<string, unknown> {
  const lines = quote.values.lines as Record<string, unknown>[]
  const chosen = wanted?.length
    ? chosenOf(shown, wanted)
    : openLines(shown).map(({ line, quantity }) => ({ at: indexOf(shown, line.id), quantity }))
  if (!chosen.length)
    throw new Refusal('not-now', { reason: tx.context.language === 'zh' ? '没有可转的明细' : 'there is nothing left to order' })
  return {
    ...Object.fromEntries(handedOn.map((name) => [name, quote.values[name] ?? null])),
    quote: quote.id,
    lines: chosen.map(({ at, quantity }) => ({ ...lines[at], quantity, quoteLine: shown[at]!.id })),
  }
}

const indexOf = (lines: Line[], id: string) => lines.findIndex((line) => line.id === id)

/** Each once, each of this quote, no more than is open. */
function chosenOf(shown: Line[], wanted: Wanted): { at: number; quantity: string }[] {
  const problems: FieldProblem[] = []
  const seen = new Set<number>()
  const chosen = wanted.map(({ line, quantity }, i) => {
    const at = indexOf(shown, line)
    const open = Number(shown[at]?.open ?? 0)
    if (at < 0 || seen.has(at)) problems.push({ field: `lines.${i}.line`, code: at < 0 ? 'no-such-record' : 'not-unique' })
    else if (Number(quantity) > open) problems.push({ field: `lines.${i}.quantity`, code: 'too-big', values: { max: shown[at]!.open } })
    seen.add(at)
    return { at, quantity }
  })
  if (problems.length) throw invalid(problems)
  return chosen.filter(({ quantity }) => Number(quantity) > 0)
}
