/** An object with a name nobody knew and a field of every type, and one for its lines. */
import { randomBytes } from 'node:crypto'
import { defineObject } from '../../src/engine/definition.ts'
import { samplesOf } from '../../src/fields/all-samples.ts'
import type { Field } from '../../src/fields/field.ts'
import { asOf, autoNumber, derived, file, lines, number, owner, ref, rollup, text, the } from '../../src/fields/index.ts'

const random = () => `q${randomBytes(5).toString('hex')}`.replace(/\d/g, (digit) => 'abcdefghij'[Number(digit)]!)
export const [name, item] = [random(), random()]
const label = (word: string) => ({ label: { zh: word, en: word } })
export const path = `/${name}s`

/** Types whose samples need nothing else; `amount` and `probability` are what samples of other types speak of. */
export const plain: Record<string, string> = {
  words: 'text',
  story: 'longText',
  count: 'number',
  probability: 'percent',
  amount: 'money',
  running: 'boolean',
  boughtOn: 'date',
  seenAt: 'datetime',
  kind: 'choice',
  stage: 'states',
  mail: 'email',
  phone: 'phone',
  link: 'url',
  screen: 'page',
}
const plainFields = Object.fromEntries(
  Object.entries(plain).map(([field, type]): [string, Field] => {
    const start = type === 'states' ? { default: 'qualify' } : {}
    return [field, { type, ...label(field), ...samplesOf[type]!.options[0], ...start }]
  }),
)
export const thing = defineObject(name, {
  ...label('设备'),
  title: 'title',
  fields: {
    title: text({ ...label('名称'), required: true, search: true }),
    ...plainFields,
    account: ref('account', label('客户')),
    owner: owner(label('负责人')),
    code: autoNumber('SB-{0000}', label('编号')),
    papers: file(label('资料')),
    items: lines(item, 'thing', label('部件')),
    worth: derived('number', the('count').times(2), label('两倍')),
    parts: rollup({ ...label('部件数'), of: item, by: 'thing', fn: 'sum', field: 'quantity', result: 'number' }),
    late: asOf({ ...label('该保养'), when: { field: 'boughtOn', op: 'lt', value: 'today' } }),
  },
  views: { list: ['title'], form: ['title'] },
  access: { owner: 'owner' },
})
export const part = defineObject(item, {
  ...label('部件'),
  title: 'name',
  quiet: true,
  fields: {
    name: text({ ...label('名称'), required: true }),
    quantity: number(label('数量')),
    secret: number(label('成本')),
    thing: ref(name, { ...label('设备'), remove: 'with' }),
  },
  views: { list: ['name'], form: ['name'] },
  access: { anchor: ['thing'] },
})
