import type { House } from '../engine/house.ts'
import { type Principal, type Workspace, loadPrincipal } from '../engine/principal.ts'
import { loadRecords } from '../engine/list.ts'
import { sql, table } from '../engine/store/sql.ts'
import { create } from '../engine/write/create.ts'
import { update } from '../engine/write/update.ts'
import { type Tx, deed } from '../engine/write/tx.ts'
import { Refusal } from '../lib/errors.ts'
import type { RecordJson } from '../lib/wire.ts'
import { type Demo, type Row, makeDemo } from './demo.ts'

/**
 * Fills a firm with the example through the one road for writes, as its first administrator: a changeset for each object, so
 * that all of it can be taken back, the last one first. Asked again it goes on where it broke off; what was loaded once, also
 * if it was taken back since, is not loaded again.
 */
export async function loadDemo(house: House, workspace: Workspace, user: string): Promise<void> {
  const who = await principalOf(house, workspace, user)
  const loaded = await loadedBefore(house, workspace)
  const demo = makeDemo({
    workspace: workspace.id,
    timeZone: workspace.timeZone,
    now: new Date().toISOString(),
    boss: { id: user, name: who.name },
  })
  for (const [object, rows] of Object.entries(demo) as [keyof Demo, Row[]][]) if (!loaded.has(object)) await load(house, who, object, rows)
}

const name = 'demo.load'
const set = 1000

async function load(house: House, who: Principal, object: string, rows: Row[]): Promise<void> {
  const incoming = rows.map((row, i) => ({ ...row, subject: i + 1 }))
  await deed(
    house,
    who,
    name,
    async (tx) => {
      for (const part of inSets(incoming))
        await create(
          tx,
          object,
          await tied(
            tx,
            part.map(({ turns: _, ...row }) => row),
          ),
          { trusted: true },
        )
      const moved = incoming.flatMap(({ id, subject, turns }) => (turns ? [{ id, subject, values: turns }] : []))
      for (const part of inSets(moved)) await update(tx, object, part, { trusted: true })
    },
    { via: 'setup', timeoutMs: 120_000 },
  )
}

/** An order's lines are those of its quote, one by one: what was ordered is no longer open there. */
async function tied<T extends { values: Record<string, unknown> }>(tx: Tx, rows: T[]): Promise<T[]> {
  const quotes = rows.flatMap(({ values }) => (typeof values.quote === 'string' ? [values.quote] : []))
  const lines = new Map((await loadRecords(tx, 'quote', quotes, ['lines'])).map((quote) => [quote.id, quote.lines as RecordJson[]]))
  return rows.map((row) => {
    const quoted = lines.get(row.values.quote as string)
    if (!quoted) return row
    const own = (row.values.lines as object[]).map((line, i) => ({ ...line, quoteLine: quoted[i]!.id }))
    return { ...row, values: { ...row.values, lines: own } }
  })
}

/** Up to 1,000 at a time; those that name another of the same kind (a branch its head office) after all others. */
function inSets<T extends Row>(rows: T[]): T[][] {
  const ids = new Set<unknown>(rows.map(({ id }) => id))
  const after = new Set(rows.filter(({ values }) => Object.values(values).some((value) => ids.has(value))))
  const sets = (part: T[]) => Array.from({ length: Math.ceil(part.length / set) }, (_, i) => part.slice(i * set, (i + 1) * set))
  return [...sets(rows.filter((row) => !after.has(row))), ...sets([...after])]
}

/** Objects whose example was loaded: one deed has one object, and the deed was done whole or not at all. */
async function loadedBefore(house: House, workspace: Workspace): Promise<Set<string>> {
  const { schema, role } = workspace
  const { rows } = await house
    .databaseOf(workspace)
    .as(
      role,
      (run) => run<{ object: string }>(sql`select unnest(objects) as object from ${table(schema, 'changeset')} where deed = ${name}`),
      { readOnly: true },
    )
  return new Set(rows.map((row) => row.object))
}

async function principalOf(house: House, workspace: Workspace, user: string): Promise<Principal> {
  const catalog = await house.catalogOf(workspace)
  const who = await house
    .databaseOf(workspace)
    .as(workspace.role, (run) => loadPrincipal(run, workspace, user, house.registry.roles, catalog, 'zh'), {
      readOnly: true,
    })
  if (!who) throw new Refusal('not-found')
  return who
}
