/** The cases asked of a house: what is refused first, many at a time, and nothing may have changed; then what is allowed, one by one. */
import sql from 'sql-template-tag'
import { type Case, type Matrix, refersFromOne } from './cases.ts'
import { type Digest, differing, digestOf } from './digest.ts'
import { type Lain, type Verdict, may } from './policy.ts'
import { nobodys } from './records.ts'
import { type Request, sample } from './samples.ts'

export type Given = { status: number; body: string }
/** As the house answers; a twin puts something in between. */
export type Ask = (request: Request) => Promise<Given>

export const over =
  (url: string): Ask =>
  async ({ method, path, headers, body, form }) => {
    const ends = new AbortController()
    const json: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' }
    const sent = form ?? (body === undefined ? undefined : JSON.stringify(body))
    const answer = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: { ...headers, ...json },
      ...(sent === undefined ? {} : { body: sent }),
      signal: ends.signal,
    })
    if (answer.headers.get('content-type')?.startsWith('text/event-stream')) {
      ends.abort()
      return { status: answer.status, body: '' }
    }
    return { status: answer.status, body: await answer.text() }
  }

const called = ({ operation, actor, place, situation }: Case) =>
  `${operation.method} ${operation.path}${place ? ` (${place.name}: ${place.object} ${situation})` : ''} by ${actor.name}`

/** Refusals, and what only reads: none of it may touch a row, a job, a file, an event. */
export async function askWhatChangesNothing(matrix: Matrix, cases: Case[], ask: Ask, portion = 400): Promise<string[]> {
  const still = cases.filter(({ verdict, doing }) => verdict !== 'allowed' || doing.reads)
  const digest = await digestOf(matrix.app, [matrix.app.workspace.schema, await neighbourSchema(matrix), 'platform', 'graphile_worker'])
  const wrong: string[] = []
  const nonexistent = new Map<string, Promise<Given>>()
  let before = matrix.restless ? await settled(digest) : await digest()
  matrix.restless = false
  for (let from = 0; from < still.length; from += portion) {
    const part = still.slice(from, from + portion)
    await atOnce(6, part, async (each) => void wrong.push(...(await askOne(matrix, each, ask, nonexistent))))
    const after = await digest()
    const changed = differing(before, after)
    if (changed.length) wrong.push(...(await whoChanged(matrix, part, ask, digest, changed)))
    before = changed.length ? await digest() : after
  }
  return wrong
}

/** Asked again by halves, so that the culprit has a name. */
async function whoChanged(matrix: Matrix, cases: Case[], ask: Ask, digest: () => Promise<Digest>, places: string[]): Promise<string[]> {
  if (cases.length === 1) return [`${called(cases[0]!)}: changed ${places.join()}`]
  const half = Math.ceil(cases.length / 2)
  for (const part of [cases.slice(0, half), cases.slice(half)]) {
    const before = await digest()
    for (const each of part) await askOne(matrix, each, ask, new Map())
    const changed = differing(before, await digest())
    if (changed.length) return whoChanged(matrix, part, ask, digest, changed)
  }
  return [`something among ${cases.length} requests from ${called(cases[0]!)} on changed ${places.join()}`]
}

async function askOne(matrix: Matrix, each: Case, ask: Ask, nonexistent: Map<string, Promise<Given>>): Promise<string[]> {
  const { operation, actor, place, situation, verdict } = each
  const lain = place && matrix.standing(place.object, situation, each.through)
  const given = await ask(await requestOf(matrix, each, lain?.id ?? nobodys()))
  const wrong: string[] = judged(each, lain, given)
  if (verdict === 'unknown') {
    const key = `${operation.id} ${actor.name} ${place!.name}`
    const id = nobodys()
    if (!nonexistent.has(key))
      nonexistent.set(
        key,
        requestOf(matrix, each, id)
          .then(ask)
          .then((none) => ({ ...none, body: nameless(none.body, id) })),
      )
    const none = await nonexistent.get(key)!
    if (none.status !== given.status || none.body !== nameless(given.body, lain!.id))
      wrong.push(
        `answers ${given.status} ${given.body.slice(0, 200)}, and to an id that nobody has ${none.status} ${none.body.slice(0, 200)}`,
      )
  }
  if (verdict === 'allowed' && !wrong.length && /^GET \/[\w-]+$|^POST \/[\w-]+\/query$/.test(`${operation.method} ${operation.path}`))
    wrong.push(...listed(matrix, each, given))
  return wrong.map((sentence) => `${called(each)}: ${sentence}`)
}

/** But for the id itself, and the number of the answer. */
const nameless = (body: string, id: string) => body.replaceAll(id, '…').replace(/"changeset":"[^"]*"/, '')

async function requestOf(matrix: Matrix, each: Case, id: string, own?: string, done = false): Promise<Request> {
  const { ground, standing } = matrix
  const object = ground.byPath.get(each.operation.path.split('/')[1]!)?.name
  const main = refersFromOne(each.operation, each.place)
    ? (own ?? (standing(object!, 'own', []) ?? standing(object!, 'there', [])).id)
    : undefined
  return (await sample(ground, each.operation, each.actor, { place: each.place, id, done, ...(main ? { main } : {}) }))!
}

const codes: Partial<Record<Verdict, [number, string]>> = {
  'sign-in': [401, 'sign-in'],
  'choose-workspace': [403, 'choose-workspace'],
  csrf: [403, 'csrf'],
  forbidden: [403, 'forbidden'],
}

type Many = { done: number; refused: { code: string }[] }

function judged({ verdict, place, itself, doing, operation, actor }: Case, lain: Lain | undefined, { status, body }: Given): string[] {
  const many = operation.path.split('/')[2] === 'actions' && status === 200 ? (JSON.parse(body) as Many) : undefined
  const is = (code: string) => (JSON.parse(body) as { code?: string }).code === code
  const said = `${status} ${body.slice(0, 300)}`
  if (verdict === 'allowed') {
    if (!itself) return status < 300 || (status === 422 && !body.includes('no-such-record')) ? [] : [`should be allowed: ${said}`]
    // Who may do it is told then that it is not time: an import not checked yet, money that is never removed.
    const later = status === 422 && (place?.object === 'import' || is('locked'))
    // To whom no field is known, none may be named.
    if (!actor.roles.length && operation.path.endsWith('/twins') && body.includes('unknown-field')) return []
    const done = !many || !place || many.done === 1 || !['forbidden', 'not-found'].includes(many.refused[0]!.code)
    return (status < 300 && done) || status === 304 || later ? [] : [`should be allowed: ${said}`]
  }
  if (verdict === 'unknown') {
    if (many) return many.done === 0 ? [] : [`does it all the same: ${said}`]
    return status === (itself ? 404 : 422) ? [] : [`should know nothing of it: ${said}`]
  }
  if (many && verdict === 'forbidden' && lain && !doing.right)
    return many.done === 0 && many.refused[0]?.code === 'forbidden' ? [] : [`should be forbidden: ${said}`]
  const [expected, code] = codes[verdict]!
  return status === expected && is(code) ? [] : [`should be ${code}: ${said}`]
}

/** A list holds what he may read of what was laid, and nothing else of it. */
function listed({ hired, standing, relations, ground, beside, through }: Matrix, { operation, actor }: Case, { body }: Given): string[] {
  const [, path] = operation.path.split('/')
  const shape = ground.byPath.get(path!)
  const object = shape?.name ?? { imports: 'import', changesets: 'changeset' }[path!]
  if (!object) return []
  const { records } = JSON.parse(body) as { records: { id: string }[] }
  const ids = new Set(records.map(({ id }) => id))
  const ways = shape ? [[], ...shape.actions.map(({ name }) => through(object, name))] : [[]]
  const situations = beside.situations(object) ?? relations.situations(object)
  return ways.flatMap((way) =>
    situations.flatMap((situation) => {
      const lain = standing(object, situation, way)
      const due = may(hired.firm, actor, lain, 'read')
      // Deeds are asked for by who did them.
      if (object === 'changeset' && due && lain.owner !== hired.staff.salesperson) return []
      return ids.has(lain.id) === due ? [] : [`the list ${due ? 'lacks' : 'has'} the one that is ${situation}`]
    }),
  )
}

/** What is allowed is done, each on a record of its own. */
export async function askWhatIsAllowed(matrix: Matrix, cases: Case[], ask: Ask): Promise<string[]> {
  const wrong: string[] = []
  const { relations, beside, ground } = matrix
  matrix.restless = true
  const writing = cases.filter(({ verdict, doing }) => verdict === 'allowed' && !doing.reads)
  const targets = new Map<Case, { id: string; own?: string }>()
  for (const each of writing)
    if (each.place && beside.situations(each.place.object))
      targets.set(each, { id: (await beside.lay(each.place.object, each.situation)).id })
  // Each its own record; of those that it only refers to, the standing one.
  const fresh = writing.flatMap((each) => {
    const object = ground.byPath.get(each.operation.path.split('/')[1]!)?.name
    if (!each.place || targets.has(each)) return []
    if (each.itself) return [{ each, object: each.place.object, situation: each.situation, through: each.through }]
    return refersFromOne(each.operation, each.place)
      ? [
          {
            each,
            object: object!,
            situation: ownOf(matrix, object!),
            through: matrix.through(object!, each.operation.path.split('/').at(-1)!),
          },
        ]
      : []
  })
  for (const [object, group] of Map.groupBy(fresh, (each) => each.object)) {
    const lain = await relations.lay(object, group)
    group.forEach(({ each }, i) =>
      targets.set(
        each,
        each.itself ? { id: lain[i]!.id } : { id: matrix.standing(each.place!.object, each.situation, []).id, own: lain[i]!.id },
      ),
    )
  }
  for (const each of writing) {
    const { id, own } = targets.get(each) ?? { id: each.place ? matrix.standing(each.place.object, each.situation, []).id : nobodys() }
    const given = await ask(await requestOf(matrix, each, id, own, true))
    wrong.push(...judged(each, undefined, given).map((sentence) => `${called(each)}: ${sentence}`))
  }
  return wrong
}

const ownOf = ({ relations }: Matrix, object: string) => (relations.situations(object).includes('own') ? 'own' : 'there')

async function neighbourSchema({ app, hired }: Matrix): Promise<string> {
  const { rows } = await app.fresh.database.owner((run) =>
    run<{ schema: string }>(sql`select schema from platform.workspace where id = ${hired.neighbourId}`),
  )
  return rows[0]!.schema
}

/** Until what was laid has gone through the queue. */
async function settled(digest: () => Promise<Digest>): Promise<Digest> {
  for (let before = await digest(); ;) {
    await new Promise((resolve) => setTimeout(resolve, 300))
    const after = await digest()
    if (!differing(before, after).length) return after
    before = after
  }
}

async function atOnce<T>(workers: number, list: T[], work: (each: T) => Promise<void>): Promise<void> {
  const left = [...list]
  const one = async () => {
    for (let next = left.shift(); next; next = left.shift()) await work(next)
  }
  await Promise.all(Array.from({ length: workers }, one))
}
