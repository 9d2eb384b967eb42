/**
 * What must hold of a workspace's rows whatever happened to it: asked of the tables themselves, past all rights, of every object that
 * there is. Each answers sentences; none is good. `wrongIn` asks all of them; `busy` says what is still on its way.
 */
import { Sql, raw } from 'sql-template-tag'
import type { Catalog, Placed } from '../../src/engine/catalog.ts'
import { type Workspace, contextOf, unlimited } from '../../src/engine/principal.ts'
import { sql, table } from '../../src/engine/store/sql.ts'
import { checkLimits, isLimited } from '../../src/engine/write/limits.ts'
import { anchorAnew, gatherAnew, gatheredOn } from '../../src/engine/write/settle.ts'
import { settleUp } from '../../src/engine/write/settle-up.ts'
import type { Tx } from '../../src/engine/write/tx.ts'
import { Refusal } from '../../src/lib/errors.ts'
import type { Database, Run } from '../../src/platform/postgres/database.ts'

/** `database` with the owner's address, for no role of the server reads past rights. */
export type Place = { database: Database; workspace: Workspace; catalog: Catalog }

export async function wrongIn(place: Place): Promise<string[]> {
  const parts = await Promise.all(
    [sumsConserved, numbersWithoutTwins, changesMatchRows, nothingDangles, keysAnsweredOnce, nothingOpen].map((ask) => ask(place)),
  )
  return parts.flat()
}

type Said = Record<string, string | null>
const rowsOf = async ({ database, workspace }: Place, text: string): Promise<Said[]> =>
  (await database.owner((run) => run<Said>(raw(text.replaceAll('$.', `"${workspace.schema}".`))))).rows
const say = async (place: Place, what: string, text: string) =>
  (await rowsOf(place, text)).slice(0, 5).map((row) => `${what}: ${JSON.stringify(row)}`)

class TakenBack extends Error {}

/** Everything is gathered and computed anew, and taken back: sums, counts, next steps, whose record opens which. Nothing may change by it. */
export async function sumsConserved({ database, workspace, catalog }: Place): Promise<string[]> {
  const found: string[] = []
  const work = async (run: Run) => {
    const sent: Promise<unknown>[] = []
    const send = (statement: Sql) => void sent.push(run(statement))
    const principal = unlimited({ ...nobody, workspace })
    const tx = { run, catalog, principal, context: contextOf(principal), owed: new Map(), limited: new Map(), send } as unknown as Tx
    const objects = [...catalog.objects.values()].filter(
      (object) => gatheredOn(object).length || object.anchors.length || isLimited(object),
    )
    const before = await Promise.all(objects.map((object) => wholeRows(run, workspace, object)))
    for (const [i, object] of objects.entries()) {
      const ids = [...before[i]!.keys()]
      gatherAnew(tx, object, ids)
      await anchorAnew(tx, object, sql`true`)
      if (isLimited(object)) tx.limited.set(object.name, new Set(ids))
    }
    await settleUp(tx)
    await Promise.all(sent)
    for (const [i, object] of objects.entries())
      for (const [each, now] of await wholeRows(run, workspace, object)) {
        const was = before[i]!.get(each)!
        const moved = Object.keys(now).filter((name) => now[name] !== was[name])
        for (const name of moved) found.push(`${object.name} ${each}: ${name} is ${was[name]}, counted again ${now[name]}`)
      }
    await checkLimits(tx).catch((error: unknown) => {
      if (!(error instanceof Refusal)) throw error
      found.push(...error.errors.map((problem) => `beyond its limit: ${JSON.stringify(problem)}`))
    })
    throw new TakenBack()
  }
  await database.owner(work).catch((error: unknown) => {
    if (!(error instanceof TakenBack)) throw error
  })
  return found
}

const nobody = {
  user: '00000000-0000-0000-0000-000000000000',
  name: '',
  roles: [],
  people: { own: [], department: [], below: [] },
  hasShares: false,
  language: 'zh' as const,
}

async function wholeRows(run: Run, { schema }: Workspace, object: Placed): Promise<Map<string, Said>> {
  const { rows } = await run<Said>(sql`select * from ${table(schema, object.table)}`)
  return new Map(
    rows.map((row) => [row.id!, Object.fromEntries(Object.entries(row).map(([name, value]) => [name, JSON.stringify(value)]))]),
  )
}

/** No two records have one number (a revision's is handed on), and each counter stands where the numbers end: none given twice, none lost. */
export async function numbersWithoutTwins(place: Place): Promise<string[]> {
  const found: string[] = []
  for (const object of place.catalog.objects.values())
    for (const at of object.fields.values()) {
      if (!at.type.number) continue
      const column = at.columns[0]!.name
      const revision = object.fields.get('revision')?.columns[0]!.name
      const each = [column, ...(revision ? [revision] : [])].map((name) => `"${name}"`).join(', ')
      found.push(
        ...(await say(
          place,
          `${object.name}: one number twice`,
          `select ${each}, count(*)::text as times from $."${object.table}" where "${column}" is not null group by ${each} having count(*) > 1`,
        )),
      )
      const ever = `select "${column}" as n from $."${object.table}" union select before ->> '${column}' from $.change where object = '${object.name}' and op = 'r'`
      const [counted] = await rowsOf(
        place,
        `select (select coalesce(sum(n), 0)::text from $.counter where name like '${object.name}.${at.name}.%') as counter, (select count(n)::text from (${ever}) e) as numbers`,
      )
      if (counted!.counter !== counted!.numbers)
        found.push(`${object.name}: ${counted!.numbers} numbers, but its counter stands at ${counted!.counter}`)
    }
  return found
}

/** Each record's version is that of its last change; what was removed is gone, all else is there; deeds have what they count. */
export async function changesMatchRows(place: Place): Promise<string[]> {
  const found: string[] = []
  for (const { name, table: place_ } of place.catalog.objects.values()) {
    const last = `select record, max(version) as version, (array_agg(op order by version desc))[1] as op from $.change where object = '${name}' group by record`
    found.push(
      ...(await say(
        place,
        `${name}: its version is not that of its changes`,
        `select t.id::text, t.version::text, l.version::text as last, l.op from $."${place_}" t left join (${last}) l on l.record = t.id where l.record is null or l.version <> t.version or l.op = 'r'`,
      )),
    )
    found.push(
      ...(await say(
        place,
        `${name}: changed, not removed, and gone`,
        `select l.record::text, l.version::text from (${last}) l where l.op <> 'r' and not exists (select 1 from $."${place_}" t where t.id = l.record)`,
      )),
    )
  }
  found.push(
    ...(await say(
      place,
      'a change without its deed',
      'select c.record::text from $.change c where not exists (select 1 from $.changeset s where s.id = c.changeset)',
    )),
  )
  found.push(
    ...(await say(
      place,
      'an event without its deed',
      'select e.object from $.event e where not exists (select 1 from $.changeset s where s.id = e.changeset)',
    )),
  )
  const counts = (op: string) => `count(*) filter (where c.op = '${op}')`
  found.push(
    ...(await say(
      place,
      'a deed that counts what it has not',
      `select s.id::text, s.deed from $.changeset s left join $.change c on c.changeset = s.id group by s.id having (s.created, s.changed, s.removed) is distinct from (${counts('c')}::integer, ${counts('u')}::integer, ${counts('r')}::integer)`,
    )),
  )
  return found
}

/** Whom a record points to is there. */
export async function nothingDangles(place: Place): Promise<string[]> {
  const found: string[] = []
  for (const object of place.catalog.objects.values())
    for (const at of object.fields.values()) {
      const target = at.type.target && place.catalog.objects.get(at.type.target(at.field) ?? '')
      if (!target || !at.columns[0]) continue
      const pointer = `c."${at.columns[0].name}"`
      found.push(
        ...(await say(
          place,
          `${object.name}.${at.name} points to nobody`,
          `select c.id::text from $."${object.table}" c where ${pointer} is not null and not exists (select 1 from $."${target.table}" t where t.id = ${pointer})`,
        )),
      )
      if (object.document?.by === at)
        found.push(
          ...(await say(
            place,
            `${object.name}: a line of no document`,
            `select c.id::text from $."${object.table}" c where ${pointer} is null`,
          )),
        )
    }
  return found
}

/** A key that is kept has its answer, and no two keys the same deed. */
export async function keysAnsweredOnce(place: Place): Promise<string[]> {
  const changeset = `(i.body ->> 'changeset')`
  return [
    ...(await say(place, 'a key without an answer', 'select i.key from $.idempotency i where i.body is null')),
    ...(await say(
      place,
      'two keys of one deed',
      `select ${changeset} as deed from $.idempotency i where ${changeset} is not null group by 1 having count(*) > 1`,
    )),
  ]
}

/** No deed is left half: to be asked when all that was under way has come to its end. */
export const nothingOpen = async (place: Place) => [
  ...(await say(place, 'a deed still open', `select s.id::text, s.deed from $.changeset s where s.state <> 'closed'`)),
  ...(await say(place, 'an import under way', `select i.id::text, i.state from $.import i where i.state in ('checking', 'running')`)),
]

/** Jobs left to be done, in the outbox and in the queue. */
export async function busy(place: Place): Promise<number> {
  const [left] = await rowsOf(place, `select ((select count(*) from $.outbox) + (select count(*) from graphile_worker.jobs))::text as n`)
  return Number(left!.n)
}

/** Requests that were answered with yes and are not known: promises that were not kept. */
export async function lost({ database, workspace }: Place, keys: Iterable<string>): Promise<string[]> {
  const known = table(workspace.schema, 'idempotency')
  const { rows } = await database.owner((run) =>
    run<{ key: string }>(
      sql`select u.key from unnest(${[...keys]}::text[]) as u(key) where not exists (select 1 from ${known} i where i.key = u.key)`,
    ),
  )
  return rows.map((row) => row.key)
}

/** Deeds of these names that no key answers for, where every request had one: done a second time behind the caller's back. */
export async function doubled(place: Place, deeds: string[]): Promise<string[]> {
  const named = deeds.map((deed) => `'${deed}'`).join(', ')
  const answered = `select 1 from $.idempotency i where i.body ->> 'changeset' = s.id::text`
  return say(
    place,
    'done without being answered',
    `select s.id::text, s.deed from $.changeset s where s.via = 'api' and s.deed in (${named}) and not exists (${answered})`,
  )
}
