/**
 * Everything that can be done, done at random over HTTP as `GET /schema` describes it: creating, changing, removing, in sets, each
 * deed by its name, undoing. What has been done least is done next, so that a deed of a later chapter is among them the day it lands.
 */
import type { ActionShape, FieldShape, ObjectShape, RecordJson } from '../../src/lib/wire.ts'
import type { Answer, Call } from './app.ts'
import type { Chance } from './random.ts'
import { valuesOf } from './values.ts'

/** One request with its deed's name; `keyed`: it carries an Idempotency-Key and may be sent again. */
export type Asked = { deed: string; method: string; path: string; body?: unknown; keyed: boolean }
export type Ledger = {
  /** How often each deed was done. */
  done: Map<string, number>
  /** Keys of requests that were answered with yes: what was promised. */
  promised: Set<string>
  /** The last refusal of each deed, to see why one never comes through. */
  refused: Map<string, string>
  /** Deeds that a state forbade: a payment is voided, never removed. */
  locked: Set<string>
}
export type Walk = { ledger: Ledger; kinds: string[]; step: () => Promise<void>; under: Set<string> }

/** Asks until it is answered. */
type Send = (asked: Asked, key: string) => Promise<Answer>

/** What stands alone, or would let the walker himself go. */
const notForUs = new Set(['user'])

export async function walkOver(call: Call, send: Send, { pick, may, below }: Chance): Promise<Walk> {
  const shapes = new Map(((await call('GET', '/schema')).body.objects as ObjectShape[]).map((shape) => [shape.name, shape]))
  const mine = [...shapes.values()].filter((shape) => shape.can.create && !notForUs.has(shape.name))
  const ids = new Map<string, string[]>([...shapes.keys()].map((name) => [name, []]))
  ids.set('user', [(await call('GET', '/me')).body.user.id as string])
  // with oneself nothing is shared
  const guest = { name: '客人', email: `guest${below(1e9)}@firm.test`, password: 'correct horse 42', roles: ['salesperson'] }
  const [friend] = (await call('POST', '/colleagues', { people: [guest] })).body.ids as string[]
  const shared = new Map<string, string[]>()
  const deeds: string[] = []
  const kinds = [
    ...mine.flatMap(({ name, actions }) =>
      ['create', 'update', 'remove', 'batch', ...actions.map((action) => action.name)].map((deed) => `${name}.${deed}`),
    ),
    'changeset.undo',
  ]
  const ledger: Ledger = { done: new Map(kinds.map((kind) => [kind, 0])), promised: new Set(), refused: new Map(), locked: new Set() }
  const under = new Set<string>()
  let count = 0

  /** A value that the field takes, or nothing. */
  async function value(field: FieldShape, depth: number): Promise<unknown> {
    if (field.target) return pick([...ids.get(field.target)!.slice(-6), undefined])
    if (field.type === 'lines') return lines(field, depth)
    if (field.parts) return field.parts.many ? undefined : body(field.parts.fields, depth + 1)
    if (field.type === 'text') return `${pick(['恒力', '瑞达', '东方', '金桥'])}${++count}`
    // a whole is more than its parts: a payment than what of it goes to orders
    if (field.type === 'money' && depth === 0) return pick(['50', '60', '70'])
    if (['money', 'number', 'percent'].includes(field.type)) return pick(['1', '2', '3'])
    // an offer of yesterday can no longer be accepted
    if (field.type === 'date') return pick(['2038-01-02', '2039-05-06'])
    return pick(await valuesOf(field))
  }

  async function lines(field: FieldShape, depth: number): Promise<unknown> {
    const of = shapes.get((field.options as { of: string }).of)
    if (!of || depth > 1) return undefined
    const by = (field.options as { by: string }).by
    const fields = of.fields.filter((each) => each.name !== by)
    return Promise.all(Array.from({ length: 1 + below(2) }, () => body(fields, depth + 1, 1)))
  }

  async function body(fields: FieldShape[], depth = 0, part = 0.4): Promise<Record<string, unknown>> {
    const open = fields.filter(
      (field) => field.access === 'write' && field.kind === 'kept' && !['states', 'file', 'owner'].includes(field.type),
    )
    const chosen = open.filter((field) => field.required || ['lines', 'group'].includes(field.type) || may(part))
    const entries = await Promise.all(chosen.map(async (field) => [field.name, await value(field, depth)] as const))
    return Object.fromEntries(entries.filter(([, each]) => each !== undefined))
  }

  const anyOf = (name: string) => pick([...ids.get(name)!.slice(-12), undefined])

  /** A record on which the deed is possible now, if there is one: among hundreds of drafts the one that was sent is the last that changed. */
  async function ready(shape: ObjectShape, action: ActionShape): Promise<RecordJson | undefined> {
    const { body: page } = await call('POST', `/${shape.path}/query`, { sort: pick(['-createdAt', '-updatedAt']), limit: 60 })
    return pick((page.records as RecordJson[]).filter((record) => record.can[action.name] === true))
  }

  async function answersTo(shape: ObjectShape, action: ActionShape): Promise<Record<string, unknown>> {
    const asked = action.asks
      .filter((ask) => !ask.optional || may(0.3))
      .map((ask) => shape.fields.find((field) => field.name === ask.field)!)
    const input = action.input.filter((field) => field.required || may(0.3))
    const entries = await Promise.all(
      [...asked, ...input].map(async (field) => [field.name, await value({ ...field, access: 'write' }, 0)] as const),
    )
    return Object.fromEntries(entries.filter(([, each]) => each !== undefined))
  }

  async function request(deed: string): Promise<Asked | undefined> {
    if (deed === 'changeset.undo') {
      const changeset = pick([...deeds.slice(-20), undefined])
      return changeset ? { deed, method: 'POST', path: `/changesets/${changeset}/undo`, body: {}, keyed: false } : undefined
    }
    const [name, verb] = deed.split('.') as [string, string]
    const shape = shapes.get(name)!
    const path = `/${shape.path}`
    const id = anyOf(name)
    if (verb === 'create') return { deed, method: 'POST', path, body: await body(shape.fields), keyed: true }
    if (verb === 'batch') {
      const create = [await body(shape.fields), await body(shape.fields)]
      return {
        deed,
        method: 'POST',
        path: `${path}/batch`,
        body: id && may(0.5) ? { create, update: [{ id, ...(await change(shape)) }] } : { create },
        keyed: true,
      }
    }
    if (verb === 'update') return id ? { deed, method: 'PATCH', path: `${path}/${id}`, body: await change(shape), keyed: false } : undefined
    if (verb === 'remove') return id ? { deed, method: 'DELETE', path: `${path}/${id}`, keyed: false } : undefined
    const action = shape.actions.find((each) => each.name === verb)!
    if (verb === 'unshare') {
      const given = pick([...(shared.get(name) ?? []).slice(-6), undefined])
      return given ? { deed, method: 'POST', path: `${path}/${given}/${verb}`, body: { user: friend }, keyed: true } : undefined
    }
    const record = await ready(shape, action)
    if (record && verb === 'share')
      return {
        deed,
        method: 'POST',
        path: `${path}/${record.id}/${verb}`,
        body: { user: friend, level: pick(['read', 'write']) },
        keyed: true,
      }
    return record && { deed, method: 'POST', path: `${path}/${record.id}/${verb}`, body: await answersTo(shape, action), keyed: true }
  }

  async function change({ fields }: ObjectShape): Promise<Record<string, unknown>> {
    const open = fields.filter((field) => field.access === 'write' && ['text', 'longText', 'number', 'money'].includes(field.type))
    const field = open.length ? pick(open) : undefined
    return field ? { [field.name]: await value(field, 0) } : {}
  }

  /** Of what has been done least, something; removing and undoing seldom, or nothing would be left to work on. */
  function next(): string {
    const weight = (kind: string) => ledger.done.get(kind)! * (/\.(remove|undo)$/.test(kind) ? 6 : /\.(create|batch)$/.test(kind) ? 0.5 : 1)
    const few = kinds.toSorted((a, b) => weight(a) - weight(b)).slice(0, 8)
    return may(0.7) ? pick(few) : pick(kinds.filter((kind) => kind.endsWith('.create')))
  }

  function learn(asked: Asked, key: string, answer: Answer): void {
    const { status, body: given } = answer
    if (status >= 300) {
      ledger.refused.set(asked.deed, `${status} ${JSON.stringify(given).slice(0, 300)} of ${JSON.stringify(asked.body)}`)
      if (given.code === 'locked') ledger.locked.add(asked.deed)
      return
    }
    ledger.done.set(asked.deed, ledger.done.get(asked.deed)! + 1)
    const { changeset } = given as { changeset?: string }
    if (asked.keyed) ledger.promised.add(key)
    if (asked.deed.endsWith('.share'))
      shared.set(asked.deed.split('.')[0]!, [...(shared.get(asked.deed.split('.')[0]!) ?? []), asked.path.split('/')[2]!])
    if (changeset) deeds.push(changeset)
    const name = asked.deed.split('.')[0]!
    const made = asked.deed.endsWith('.batch')
      ? (given.records as { id: string }[])
      : asked.deed.endsWith('.create')
        ? [given as { id: string }]
        : []
    ids.get(name)?.push(...made.map((record) => record.id))
    for (const [what, id] of Object.entries(given as Record<string, unknown>)) if (typeof id === 'string') ids.get(what)?.push(id)
  }

  return {
    ledger,
    kinds,
    under,
    async step() {
      const asked = await request(next()).catch(() => undefined)
      if (!asked) return
      const key = `${asked.deed} ${++count}`
      under.add(asked.deed)
      const answer = await send(asked, key)
      under.delete(asked.deed)
      learn(asked, key, answer)
    },
  }
}
