/** A firm of four departments in a tree with people of every scope, and records of theirs laid at random. */
import type { RoleDefinition } from '../../src/engine/definition.ts'
import { type Module, type Registry, register } from '../../src/engine/module.ts'
import { batch } from '../../src/engine/deeds.ts'
import { choice } from '../../src/fields/index.ts'
import { modules } from '../../src/modules/index.ts'
import { department } from '../../src/modules/people/department.ts'
import { administrator, manager, salesperson } from '../../src/modules/people/roles.ts'
import { user } from '../../src/modules/people/user.ts'
import { createKey } from '../../src/platform/auth/keys.ts'
import { addColleagues } from '../../src/platform/colleagues/add.ts'
import { personOf } from '../../src/platform/directory/people.ts'
import { type App, type Call, caller, password } from './app.ts'
import type { Chance } from './random.ts'
import { ask } from './rows.ts'

const role = (name: string, objects: RoleDefinition['objects']): RoleDefinition => ({
  name,
  label: { zh: name, en: name },
  objects,
  rights: ['export', 'import'],
})

/** Beside the three that everybody has: his department only, all to read and his own to write, nothing but what is shared, and mixtures. */
export const roles: RoleDefinition[] = [
  administrator,
  manager,
  salesperson,
  role('colleague', { '*': { create: true, read: 'department', write: 'department', remove: 'own' } }),
  role('reader', { '*': { create: true, read: 'all', write: 'own', remove: 'none' } }),
  role('guest', { '*': { create: false, read: 'none', write: 'none', remove: 'none' } }),
  role('accounts', {
    '*': { create: false, read: 'own', write: 'none', remove: 'none' },
    account: { create: true, read: 'all', write: 'below', remove: 'own' },
    lead: { create: true, read: 'below', write: 'own', remove: 'own', unowned: true },
    // Lines go by their document, whatever is said of all the rest.
    quote: { create: true, read: 'all', write: 'below', remove: 'none' },
    payment: { create: false, read: 'none', write: 'none', remove: 'none' },
  }),
]

export function staffRegistry(): Registry {
  const options = roles.map(({ name, label }) => ({ id: name, label }))
  const person = {
    ...user,
    fields: { ...user.fields, roles: choice({ label: user.fields.roles!.label!, options, many: true, default: ['salesperson'] }) },
  }
  const people: Module = { name: 'people', objects: [person, department], roles: roles.map((each) => structuredClone(each)) }
  return register([people, ...modules.filter((module) => module.name !== 'people')])
}

export type Colleague = { id: string; department: string | null; roles: string[]; call: Call; key: string }

/** East and West under the board, Suzhou under East. */
const places = ['board', 'east', 'west', 'suzhou'] as const
const wanted: [(typeof places)[number] | null, string[]][] = [
  ['board', ['manager']],
  ['east', ['manager']],
  ['east', ['salesperson']],
  ['east', ['colleague']],
  ['suzhou', ['manager']],
  ['suzhou', ['colleague', 'salesperson']],
  ['suzhou', ['salesperson']],
  ['west', ['accounts']],
  ['west', ['reader']],
  ['west', ['guest']],
  ['west', ['salesperson', 'accounts']],
  [null, ['manager']],
  [null, ['colleague']],
]

export async function hire(app: App): Promise<Colleague[]> {
  const made = new Map<string, string>()
  for (const [name, parent] of [['board'], ['east', 'board'], ['west', 'board'], ['suzhou', 'east']] as const)
    made.set(name, (await app.as.administrator('POST', '/departments', { name, ...(parent ? { parent: made.get(parent) } : {}) })).body.id)
  const people = wanted.map(([place, held], i) => ({
    name: `同事${i}`,
    email: `colleague${i}@firm.test`,
    password,
    roles: held,
    department: place && made.get(place)!,
  }))
  const { ids } = await addColleagues(app.house, await app.principal('administrator'), people)
  return Promise.all(
    people.map(async ({ email, department: at, roles: held }, i) => {
      const { id: person } = (await personOf(app.fresh.database, email))!
      const { key } = await createKey(app.fresh.database, { person, workspace: app.workspace.id }, 'test')
      return { id: ids[i]!, department: at, roles: held, key, call: caller(app.url, key) }
    }),
  )
}

const regions = ['苏州', '上海', '武汉', '成都', null]
const words = ['恒力', '瑞达', '东方', '华强', '金桥', '南湖']

/** `many` of each, owned by these people or by nobody, hanging on each other at random; made as the administrator, whom nothing stops. */
export async function populate(app: App, people: Colleague[], { pick, may, below }: Chance, many: number): Promise<void> {
  const admin = await app.principal('administrator')
  const owners = [...people.map(({ id }) => id), null]
  const some = <T>(list: T[], part: number) => (may(part) ? pick(list) : null)
  const lay = async (object: string, make: (i: number) => Record<string, unknown>) =>
    (await batch(app.house, admin, object, { create: Array.from({ length: many }, (_, i) => make(i)) })).records.map((record) => record.id)
  const accounts = await lay('account', (i) => ({ name: `${pick(words)}公司${i}`, region: pick(regions), owner: pick(owners) }))
  const leads = await lay('lead', (i) => ({
    name: `${pick(words)}先生${i}`,
    region: pick(regions),
    rating: pick(['A', 'B', null]),
    owner: pick(owners),
  }))
  const contacts = await lay('contact', (i) => ({ name: `${pick(words)}女士${i}`, account: some(accounts, 0.7), owner: pick(owners) }))
  const opportunities = await lay('opportunity', (i) => ({ name: `${pick(words)}商机${i}`, account: pick(accounts), owner: pick(owners) }))
  await lay('activity', (i) => ({
    kind: 'call',
    text: `${pick(words)}电话${i}`,
    lead: some(leads, 0.4),
    account: some(accounts, 0.4),
    contact: some(contacts, 0.3),
    opportunity: some(opportunities, 0.2),
    owner: pick(owners),
    ...(below(2) ? { doneAt: `2026-03-${10 + below(15)}T0${below(9)}:00:00Z` } : {}),
  }))
  const document = (i: number) => ({
    account: pick(accounts),
    opportunity: some(opportunities, 0.3),
    owner: pick(owners),
    lines: Array.from({ length: below(3) }, (_, at) => ({ description: `${pick(words)}设备${i}`, quantity: at + 1, price: '1000' })),
  })
  const quotes = await lay('quote', document)
  const orders = await lay('order', (i) => ({ ...document(i), customerNumber: `${pick(words)}合同${i}` }))
  const payable = (await ask(app, 'select id from $.o_order where f_total > 100')).map(({ id }) => id)
  const payments = await lay('payment', () => ({
    account: pick(accounts),
    amount: '10',
    owner: pick(owners),
    allocations: below(2) ? [{ order: pick(payable), amount: '1' }] : [],
  }))
  for (let i = 0; i < 2 * many; i++) {
    const [object, records] = pick([
      ['account', accounts],
      ['lead', leads],
      ['contact', contacts],
      ['opportunity', opportunities],
      ['quote', quotes],
      ['order', orders],
      ['payment', payments],
    ] as const)
    await ask(
      app,
      'insert into $.share (record, user_id, object, level, at) values (?::uuid, ?::uuid, ?, ?, now()) on conflict do nothing',
      [pick(records), pick(people).id, object, pick(['read', 'write'])],
    )
  }
}
