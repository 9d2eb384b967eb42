import { afterAll, beforeAll, expect, test } from 'vitest'
import { type App, startApp } from './support/app.ts'
import { type Kind, type Right, type World, kinds, lines, may, paths, readWorld, readable, sorts, tableOf } from './support/naive-rights.ts'
import { type Chance, chance } from './support/random.ts'
import { faults } from './support/rights-faults.ts'
import { type Plain, fingerprints } from './support/rows.ts'
import { type Colleague, hire, populate, roles, staffRegistry } from './support/staff.ts'

let app: App
let people: Colleague[]
const dice = chance(20260325)
beforeAll(async () => {
  app = await startApp(staffRegistry())
  people = await hire(app)
  await populate(app, people, dice, 30)
})
afterAll(() => app.stop())

const look = () => readWorld(app, roles)
const tables = [...[...kinds, ...lines].map(tableOf), 'share']
const idsOf = (rows: { id: string | null }[]) => rows.map(({ id }) => id!).toSorted()
const json = (value: unknown) => encodeURIComponent(JSON.stringify(value))

/** Every id of a list, page by page. */
async function listed({ call }: Colleague, path: string, query = ''): Promise<string[]> {
  const found: string[] = []
  let cursor = ''
  do {
    const { status, body } = await call('GET', `/${path}?limit=97&fields=createdAt&${query}${cursor}`)
    if (status !== 200) throw new Error(JSON.stringify(body))
    found.push(...body.records.map((record: { id: string }) => record.id))
    cursor = body.next ? `&cursor=${body.next}` : ''
  } while (cursor)
  return found.toSorted()
}

async function exported({ call }: Colleague, kind: Kind): Promise<string[]> {
  const { body } = await call('GET', `/${paths[kind]}/export?format=csv&fields=id`)
  return String(body).replace('\ufeff', '').trim().split('\r\n').slice(1).filter(Boolean).toSorted()
}

/** Of those that hang on a customer, one of each sort: people, deals, documents. */
const hangs = new Set<Kind>(['contact', 'opportunity', 'order'])
/** Exports are answered two at a time, so one of each sort. */
const sent = new Set<Kind>(['account', 'activity', 'order'])
/** What is searched of it. */
const textOf = (row: Plain) => row.f_name ?? row.f_text ?? row.f_customer_number ?? ''
const all = [...kinds, ...lines]

/** Each way in which rows reach a person, and what the naive judge says that it should bring. */
const ways: Record<string, (person: Colleague, kind: Kind, world: World) => [Promise<unknown>, unknown] | null> = {
  list: (person, kind, world) => [listed(person, paths[kind]), idsOf(readable(world, person.id, kind))],
  'sorted list': (person, kind, world) => [
    listed(person, paths[kind], `sort=${sorts[kind] ?? 'name,-createdAt'}`),
    idsOf(readable(world, person.id, kind)),
  ],
  count: (person, kind, world) => [
    person.call('GET', `/${paths[kind]}?limit=1&count=exact`).then(({ body }) => body.count.value),
    readable(world, person.id, kind).length,
  ],
  aggregate: (person, kind, world) => [
    person
      .call('POST', `/${paths[kind]}/aggregate`, { measures: [{ as: 'n', fn: 'count' }] })
      .then(({ body }) => Number(body.groups[0].values.n)),
    readable(world, person.id, kind).length,
  ],
  export: (person, kind, world) =>
    person.roles.includes('guest') || !sent.has(kind) ? null : [exported(person, kind), idsOf(readable(world, person.id, kind))],
  'search in the list': (person, kind, world) => [
    listed(person, paths[kind], `search=${encodeURIComponent('恒力')}`),
    idsOf(readable(world, person.id, kind).filter((row) => textOf(row).includes('恒力'))),
  ],
  'search over all': (person, kind, world) => [
    person.call('GET', `/search?q=${encodeURIComponent('金桥')}&object=${paths[kind]}`).then(({ body }) => idsOf(body.records)),
    idsOf(readable(world, person.id, kind).filter((row) => textOf(row).includes('金桥'))),
  ],
  'filter through a reference': (person, kind, world) =>
    hangs.has(kind)
      ? [
          listed(person, paths[kind], `filter=${json({ field: 'account.region', op: 'eq', value: '苏州' })}`),
          throughAccount(world, person.id, kind, (region) => region === '苏州'),
        ]
      : null,
  'its contrary': (person, kind, world) =>
    hangs.has(kind)
      ? [
          listed(person, paths[kind], `filter=${json({ not: { field: 'account.region', op: 'eq', value: '苏州' } })}`),
          throughAccount(world, person.id, kind, (region) => region !== '苏州'),
        ]
      : null,
  'other than, through a reference': (person, kind, world) =>
    hangs.has(kind)
      ? [
          listed(person, paths[kind], `filter=${json({ field: 'account.region', op: 'ne', value: '苏州' })}`),
          throughAccount(world, person.id, kind, (region) => region !== '苏州'),
        ]
      : null,
  'empty through a reference': (person, kind, world) =>
    hangs.has(kind)
      ? [
          listed(person, paths[kind], `filter=${json({ field: 'account.region', op: 'empty', value: true })}`),
          throughAccount(world, person.id, kind, (region) => region === null),
        ]
      : null,
  'titles of references': (person, kind, world) =>
    hangs.has(kind)
      ? [
          person
            .call('GET', `/${paths[kind]}?limit=200&fields=account`)
            .then(({ body }) =>
              body.records
                .map((record: { id: string; account: { title: string } | null }) => `${record.id} ${record.account?.title ?? null}`)
                .toSorted(),
            ),
          readable(world, person.id, kind)
            .map((row) => `${row.id} ${accountOf(world, person.id, row)?.f_name ?? null}`)
            .toSorted(),
        ]
      : null,
}

const accountOf = (world: World, person: string, row: Plain) => readable(world, person, 'account').find(({ id }) => id === row.f_account)
const throughAccount = (world: World, person: string, kind: Kind, holds: (region: string | null) => boolean) =>
  idsOf(readable(world, person, kind).filter((row) => holds(accountOf(world, person, row)?.f_region ?? null)))

async function differences(world: World, names = Object.keys(ways)): Promise<string[]> {
  const found: string[] = []
  for (const name of names) {
    const ask = async (person: Colleague, kind: Kind) => {
      const pair = ways[name]!(person, kind, world)
      const same = !pair || JSON.stringify(await pair[0]) === JSON.stringify(pair[1])
      if (!same) found.push(`${name} of ${kind} for ${person.roles.join('+')} ${people.indexOf(person)}`)
    }
    // two exports at a time are served
    if (name === 'export') for (const person of people) for (const kind of kinds) await ask(person, kind)
    else await Promise.all(people.flatMap((person) => all.map((kind) => ask(person, kind))))
  }
  return found
}

/** A record by its address: found or not, with the same words whether it is hidden or was never there. */
async function byAddress(world: World, { next }: Chance): Promise<string[]> {
  const found: string[] = []
  for (const person of people)
    for (const kind of kinds)
      for (const row of world.rows[kind].filter(() => next() < 0.05)) {
        const [{ status, body }, timeline] = await Promise.all([
          person.call('GET', `/${paths[kind]}/${row.id}`),
          person.call('GET', `/${paths[kind]}/${row.id}/timeline?limit=200`),
        ])
        const seen = may(world, person.id, kind, row, 'read')
        if (status !== (seen ? 200 : 404) || timeline.status !== status)
          found.push(`${kind} ${row.id}: ${status} for ${person.roles.join('+')}`)
        if (seen && body.can.update !== (may(world, person.id, kind, row, 'write') || undefined))
          found.push(`can.update of ${kind} for ${person.roles.join('+')}`)
        // Money is not removed, it is voided.
        const removes = may(world, person.id, kind, row, 'remove') ? (kind === 'payment' ? 'locked' : true) : undefined
        if (seen && body.can.remove !== removes) found.push(`can.remove of ${kind} for ${person.roles.join('+')}`)
        if (!seen || kind === 'activity') continue
        const told = timeline.body.records.flatMap((entry: { record?: { id: string } }) => entry.record?.id ?? []).toSorted()
        const due = idsOf(readable(world, person.id, 'activity').filter((each) => each[`f_${kind}`] === row.id))
        if (JSON.stringify(told) !== JSON.stringify(due)) found.push(`timeline of ${kind} for ${person.roles.join('+')}`)
      }
  return found
}

test('list, count, search, export, filters through references: each brings what the naive judge allows', async () => {
  const world = await look()
  const seen = new Set(people.map((person) => readable(world, person.id, 'activity').length))
  expect(seen.size).toBeGreaterThan(6)
  expect(await differences(world)).toEqual([])
})

test('a record, its timeline and what may be done with it', async () => {
  expect(await byAddress(await look(), dice)).toEqual([])
})

test('the same after records were given away, hung elsewhere, let go and removed', async () => {
  const admin = app.as.administrator
  const world = await look()
  for (const row of world.rows.account.slice(0, 20))
    await admin('PATCH', `/accounts/${row.id}`, { owner: dice.may(0.8) ? dice.pick(people).id : null })
  for (const row of world.rows.lead.slice(0, 15)) await admin('POST', `/leads/${row.id}/assign`, { owner: dice.pick(people).id })
  for (const row of world.rows.contact.slice(0, 20))
    await admin('PATCH', `/contacts/${row.id}`, { account: dice.may(0.5) ? dice.pick(world.rows.account).id : null })
  for (const row of world.rows.contact.slice(40, 48)) expect((await admin('DELETE', `/contacts/${row.id}`)).status).toBe(200)
  for (const row of world.rows.quote.slice(0, 15)) await admin('PATCH', `/quotes/${row.id}`, { account: dice.pick(world.rows.account).id })
  for (const row of world.rows.order.slice(0, 15)) await admin('POST', `/orders/${row.id}/assign`, { owner: dice.pick(people).id })
  for (const row of world.rows.opportunity.slice(0, 15))
    await admin('PATCH', `/opportunities/${row.id}`, { owner: dice.may(0.8) ? dice.pick(people).id : null })
  const owed = world.rows.order.filter(({ f_total: total }) => Number(total) > 100)
  for (const row of world.rows.payment.slice(0, 10))
    await admin('PATCH', `/payments/${row.id}`, {
      owner: null,
      allocations: dice.may(0.5) ? [] : [{ order: dice.pick(owed).id, amount: '1' }],
    })
  for (const row of world.rows.quote.slice(20, 24)) expect((await admin('DELETE', `/quotes/${row.id}`)).status).toBe(200)
  const hung = world.rows.activity.filter((row) => row.f_owner)
  for (const row of hung.slice(0, 30))
    await people.find(({ id }) => id === row.f_owner)!.call('PATCH', `/activities/${row.id}`, { contact: null, account: null })
  for (const [i, { record, user_id: user }] of world.shares.entries()) {
    const kind = kinds.find((each) => world.rows[each].some(({ id }) => id === record))
    if (i % 4 === 0 && kind) await admin('POST', `/${paths[kind]}/${record}/unshare`, { user })
  }
  for (const kind of kinds)
    for (const row of world.rows[kind].slice(10, 14))
      await admin('POST', `/${paths[kind]}/${row.id}/share`, { user: dice.pick(people).id, level: dice.pick(['read', 'write']) })
  await rememberedRightsEnd()
  expect(await differences(await look())).toEqual([])
})

const writes: [string, Right, Kind[], (kind: Kind, row: Plain, person: Colleague) => [string, string, unknown?]][] = [
  [
    'update',
    'write',
    [...kinds],
    (kind, { id }) => ['PATCH', `/${paths[kind]}/${id}`, kind === 'activity' ? { text: '恒力 改过' } : { note: `改过 ${Math.random()}` }],
  ],
  [
    'assign',
    'give',
    ['account', 'lead', 'contact', 'opportunity', 'quote', 'order', 'payment'],
    (kind, { id }) => ['POST', `/${paths[kind]}/${id}/assign`, { owner: dice.pick(people).id }],
  ],
  [
    'share',
    'give',
    [...kinds],
    (kind, { id, f_owner: owner }, person) => {
      const among = people.filter((each) => each !== person && each.id !== owner)
      return ['POST', `/${paths[kind]}/${id}/share`, { user: dice.pick(among).id, level: dice.pick(['read', 'write']) }]
    },
  ],
  ['remove', 'remove', ['lead', 'activity', 'opportunity', 'quote'], (kind, { id }) => ['DELETE', `/${paths[kind]}/${id}`]],
]

test.each(writes)('%s: done where the judge allows, else refused and nothing has changed', async (_, right, among, request) => {
  const [done, refused] = [new Set<number>(), new Set<number>()]
  let world = await look()
  for (const person of people)
    for (const kind of among.filter(() => among.length <= 4 || dice.may(0.6)))
      for (let i = 0; i < (among.length > 4 ? 1 : 2); i++) {
        const row = dice.pick(dice.may(0.5) ? world.rows[kind] : [...readable(world, person.id, kind), dice.pick(world.rows[kind])])
        const allowed = may(world, person.id, kind, row, right)
        const before = allowed ? null : await fingerprints(app, tables)
        const asked = request(kind, row, person)
        const { status, body } = await person.call(...asked)
        expect([person.roles, kind, status]).toEqual([
          person.roles,
          kind,
          allowed ? 200 : may(world, person.id, kind, row, 'read') ? 403 : 404,
        ])
        if (before) expect(await fingerprints(app, tables)).toEqual(before)
        else world = await look()
        const [method, path, values] = asked
        if (status === 404)
          expect(body).toEqual((await person.call(method, path.replace(row.id, '01900000-0000-7000-8000-000000000000'), values)).body)
        ;(allowed ? done : refused).add(people.indexOf(person))
      }
  expect(done.size).toBeGreaterThan(4)
  expect(refused.size).toBeGreaterThan(4)
})

test('bulk deeds and batches reach nobody else’s records either', async () => {
  const world = await look()
  const [seller] = people.filter(({ roles: held }) => held.join() === 'salesperson')
  const foreign = world.rows.lead.find((row) => !may(world, seller!.id, 'lead', row, 'read'))!
  const own = readable(world, seller!.id, 'lead').find((row) => may(world, seller!.id, 'lead', row, 'write'))!
  const before = await fingerprints(app, tables)
  for (const part of [
    {
      update: [
        { id: own.id, note: 'a' },
        { id: foreign.id, note: 'b' },
      ],
    },
    { remove: [foreign.id] },
    { update: [{ id: own.id, owner: people[0]!.id }] },
  ])
    expect((await seller!.call('POST', '/leads/batch', part)).status).toBeGreaterThanOrEqual(404)
  expect(await fingerprints(app, tables)).toEqual(before)
  const answer = await seller!.call('POST', '/leads/actions/assign', { ids: [foreign.id], input: { owner: seller!.id } })
  expect(answer.body).toMatchObject({ done: 0, refused: [{ id: foreign.id, code: 'not-found' }] })
  expect((await look()).rows.lead.find(({ id }) => id === foreign.id)).toEqual(foreign)
})

test.each(faults)('the comparison notices when %s', async (_, plant) => {
  const world = await look()
  expect(await differences(world, ['list'])).toEqual([])
  const mend = await plant(app)
  await rememberedRightsEnd()
  expect(await differences(world, ['list'])).not.toEqual([])
  await mend()
  await rememberedRightsEnd()
})

/** Rights are looked up once a second for each person. */
const rememberedRightsEnd = () => new Promise((resolve) => setTimeout(resolve, 1050))
