/** Ten thousand random quotes, orders and payments beside a second opinion that shares no line with the product: the same to the cent. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type App, startApp } from './support/app.ts'
import { rounds } from './support/long.ts'
import { bare, pagesOf } from './support/pdf.ts'
import { type PlainLine, countLine, inYuan, sum } from './support/plain-money.ts'
import { type Chance, chance } from './support/random.ts'

const documents = Number(process.env.MONEY_DOCUMENTS ?? 10_000)
const seed = Number(process.env.MONEY_SEED ?? 20261122)

let app: App
let account: string
beforeAll(async () => {
  app = await startApp()
  account = (await boss('POST', '/accounts', { name: '大数机械' })).body.id
})
afterAll(() => app.stop())

const boss = (method: string, path: string, body?: unknown) => app.as.administrator(method, path, body)

type Plain = { lines: PlainLine[]; taxIncluded: boolean; discount: string }
type Money = { amount: string; currency: string }
type Written = { id: string; lines: Record<string, Money>[] } & Record<string, Money>

const decimals = (dice: Chance, whole: number, digits: number) =>
  `${dice.below(whole)}${digits ? `.${Array.from({ length: digits }, () => dice.below(10)).join('')}` : ''}`
const percent = (dice: Chance) => (dice.may(0.5) ? '0' : dice.may(0.1) ? '100' : decimals(dice, 100, dice.below(5)))

const plainLine = (dice: Chance): PlainLine & { description: string } => ({
  description: '零件',
  quantity: decimals(dice, dice.may(0.2) ? 100_000 : 20, dice.below(7)),
  price: decimals(dice, dice.may(0.2) ? 10_000_000 : 5000, dice.below(7)),
  discount: percent(dice),
  taxRate: dice.pick(['13', '9', '6', '3', '0', '1.5', '13']),
})
const plain = (dice: Chance): Plain => ({
  lines: Array.from({ length: 1 + dice.below(5) }, () => plainLine(dice)),
  taxIncluded: dice.may(0.6),
  discount: percent(dice),
})

/** What the second opinion says of a document, in the words of the API. */
function counted({ lines, taxIncluded, discount }: Plain) {
  const all = lines.map((line) => countLine(line, discount, taxIncluded))
  const total = (of: 'net' | 'tax' | 'total') => inYuan(sum(all.map((line) => line[of])))
  return {
    net: total('net'),
    tax: total('tax'),
    total: total('total'),
    lines: all.map(({ amount, tax, net, total: whole }) => ({
      amount: inYuan(amount),
      tax: inYuan(tax),
      net: inYuan(net),
      total: inYuan(whole),
    })),
  }
}

async function write(path: string, all: object[]): Promise<Written[]> {
  const made: Written[] = []
  for (let from = 0; from < all.length; from += 500) {
    const { status, body } = await boss('POST', `/${path}/batch`, { create: all.slice(from, from + 500) })
    if (status !== 200) throw new Error(JSON.stringify(body).slice(0, 500))
    for (let part = 0; part < body.records.length; part += 100) {
      const ids = body.records.slice(part, part + 100).map((record: { id: string }) => record.id)
      made.push(...(await readAll(path, ids)))
    }
  }
  return made
}

async function readAll(path: string, ids: string[]): Promise<Written[]> {
  const lines = path === 'payments' ? 'allocations' : 'lines'
  const fields: Record<string, string[]> = {
    quotes: ['net', 'tax', 'total', lines],
    orders: ['net', 'tax', 'total', 'paid', 'unpaid', lines],
    payments: ['allocated', 'unallocated'],
  }
  const { body } = await boss('POST', `/${path}/query`, { filter: { field: 'id', op: 'in', value: ids }, limit: 200, fields: fields[path] })
  const byId = new Map((body.records as Written[]).map((record) => [record.id, record]))
  return ids.map((id) => byId.get(id)!)
}

const onPaper = async (id: string) => {
  const answer = await fetch(`${app.url}/api/v1/quotes/${id}/document.pdf`, {
    headers: { authorization: `Bearer ${app.keys.administrator}` },
  })
  return bare((await pagesOf(new Uint8Array(await answer.arrayBuffer()))).join())
}
const grouped = (amount: string) => amount.replace(/\B(?=(\d{3})+\.)/g, ',')

const shown = ({ net, tax, total, lines }: Written) => ({
  net,
  tax,
  total,
  lines: lines.map((line) => ({ amount: line.amount, tax: line.tax, net: line.net, total: line.total })),
})
/** Places where the two disagree, the first few of them. */
const disagree = (ours: unknown[], theirs: unknown[]) =>
  ours.flatMap((each, i) => (JSON.stringify(each) === JSON.stringify(theirs[i]) ? [] : [{ i, ours: each, theirs: theirs[i] }])).slice(0, 3)

test('quotes: every line and every total', async () => {
  const dice = chance(seed)
  const all = Array.from({ length: documents / 2 }, () => plain(dice))
  const written = await write(
    'quotes',
    all.map((each) => ({ account, ...each })),
  )
  expect(disagree(written.map(shown), all.map(counted))).toEqual([])
  // The largest and some at random on paper: what is printed is what the second opinion says.
  const ends = all.map((_, i) => i).toSorted((a, b) => Number(written[b]!.total!.amount) - Number(written[a]!.total!.amount))
  for (const i of [...ends.slice(0, 3), ...Array.from({ length: rounds(12, 200) }, () => dice.below(all.length))]) {
    const printed = await onPaper(written[i]!.id)
    const { net, tax, total, lines } = counted(all[i]!)
    for (const { amount } of [net, tax, total, ...lines.map((line) => line.amount)])
      expect(printed, `${seed} ${i}`).toContain(grouped(amount))
  }
})

test('orders and payments: paid, unpaid, allocated and not', async () => {
  const dice = chance(seed + 1)
  const all = Array.from({ length: (documents * 3) / 10 }, () => plain(dice))
  const orders = await write(
    'orders',
    all.map((each) => ({ account, ...each })),
  )
  expect(disagree(orders.map(shown), all.map(counted))).toEqual([])
  const owed = all.map((each) => sum(each.lines.map((line) => countLine(line, each.discount, each.taxIncluded).total)))
  const paid = owed.map(() => 0n)
  const payments = Array.from({ length: documents / 5 }, () => {
    const chosen = new Set(Array.from({ length: 1 + dice.below(4) }, () => dice.below(orders.length)))
    const allocations = [...chosen].flatMap((i) => {
      const left = owed[i]! - paid[i]!
      const part = dice.may(0.3) ? left : (left * BigInt(dice.below(1000))) / 1000n
      if (part <= 0n) return []
      paid[i] = paid[i]! + part
      return [{ order: orders[i]!.id, part }]
    })
    const spare = dice.may(0.5) ? 0n : BigInt(1 + dice.below(1_000_000))
    return { allocations, amount: sum(allocations.map(({ part }) => part)) + spare, spare }
  }).filter(({ amount }) => amount > 0n)
  const written = await write(
    'payments',
    payments.map(({ allocations, amount }) => ({
      account,
      amount: inYuan(amount),
      allocations: allocations.map(({ order, part }) => ({ order, amount: inYuan(part) })),
    })),
  )
  expect(
    disagree(
      written.map(({ unallocated }) => unallocated),
      payments.map(({ spare }) => inYuan(spare)),
    ),
  ).toEqual([])
  const after: Written[] = []
  for (let from = 0; from < orders.length; from += 100)
    after.push(
      ...(await readAll(
        'orders',
        orders.slice(from, from + 100).map(({ id }) => id),
      )),
    )
  expect(
    disagree(
      after.map((order) => [order.paid ?? inYuan(0n), order.unpaid]),
      owed.map((all_, i) => [inYuan(paid[i]!), inYuan(all_ - paid[i]!)]),
    ),
  ).toEqual([])
  // Void every third: their orders owe it again.
  const gone = payments.map((_, i) => i).filter((i) => i % 3 === 0)
  await boss('POST', '/payments/actions/void', { ids: gone.map((i) => written[i]!.id), input: {} })
  for (const i of gone)
    for (const { order, part } of payments[i]!.allocations) {
      const at = orders.findIndex(({ id }) => id === order)
      paid[at] = paid[at]! - part
    }
  const { body } = await boss('POST', '/orders/aggregate', { measures: [{ as: 'owed', fn: 'sum', field: 'unpaid' }] })
  expect(body.groups[0].values.owed).toBe(inYuan(sum(owed) - sum(paid)).amount)
})

test('a judge who counts in floating point is noticed', () => {
  const dice = chance(seed)
  const float = ({ lines, taxIncluded, discount }: Plain) =>
    lines.map((line) => {
      const amount =
        Math.round(Number(line.quantity) * Number(line.price) * (1 - Number(line.discount) / 100) * (1 - Number(discount) / 100) * 100) /
        100
      const rate = Number(line.taxRate)
      return (Math.round(((amount * rate) / (taxIncluded ? 100 + rate : 100)) * 100) / 100).toFixed(2)
    })
  const all = Array.from({ length: 2000 }, () => plain(dice))
  expect(
    disagree(
      all.map(float),
      all.map((each) => counted(each).lines.map(({ tax }) => tax.amount)),
    ),
  ).not.toEqual([])
})
