/** What the firm sells: the machines that its people speak of, spare parts, service. Prices with tax, in yuan. */
import { machines, spares } from './machines.ts'
import type { Ground, Made } from './made.ts'

export type Product = Made & { name: string; price: number; kind: 'machine' | 'part' | 'service' }

const partPrices = [680, 3200, 5600, 4300, 45, 1900, 2600, 7800, 2100, 360, 1400, 6500, 880, 520]
const services: [string, number, string, string][] = [
  ['安装调试', 6000, 'time', '6'],
  ['操作培训', 1800, 'time', '6'],
  ['上门维修', 900, 'hour', '6'],
  ['年度保养', 9600, 'time', '6'],
]
/** Of the price without tax. */
const costs = { machine: 0.8, part: 0.62, service: 0.45 }

export function productsOf({ calendar, id }: Ground, boss: string): Product[] {
  const made = { at: calendar.day(-735) + 'T01:00:00.000Z', by: boss }
  const product = (kind: Product['kind'], n: number, name: string, price: number, more: Record<string, unknown>): Product => {
    const cost = Math.round((price / 1.13) * costs[kind])
    return {
      id: id(`product ${kind} ${n}`),
      name,
      price,
      kind,
      made,
      values: { name, price: String(price), cost: String(cost), active: true, ...more },
    }
  }
  return [
    ...machines.map(([model, what, price], n) =>
      product('machine', n, `${model} ${what}`, Math.round(price * 10_000), {
        code: model,
        unit: 'machine',
        specification: what,
        taxRate: '13',
      }),
    ),
    ...spares.map((name, n) =>
      product('part', n, name, partPrices[n]!, {
        code: `BJ-${String(101 + n)}`,
        unit: name === 'BT40 拉钉' ? 'each' : 'piece',
        taxRate: '13',
      }),
    ),
    ...services.map(([name, price, unit, taxRate], n) => product('service', n, name, price, { code: `FW-${n + 1}`, unit, taxRate })),
  ]
}
