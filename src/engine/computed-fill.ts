/** What is computed, gathered and anchored, of older rows: a field that came later, or is computed otherwise from now on. */
import { createHash } from 'node:crypto'
import { optionsOf } from '../fields/build.ts'
import type { Placed } from './catalog.ts'
import type { Fill, FillAt } from './fills.ts'
import { type Principal, type Workspace, contextOf } from './principal.ts'
import { type Sql, sql, table } from './store/sql.ts'
import { openLog } from './write/log.ts'
import { computeAll } from './write/settle-up.ts'
import { anchorAnew } from './write/settle.ts'
import type { Tx } from './write/tx.ts'

const portion = 500

export const computedFill: Fill = { name: 'computed', job: 'computed.fill', recipeOf, portion: fillPortion }

/** What it depends on, and neither its name for people nor where it is shown. */
function recipeOf({ fields, anchors }: Placed): string | undefined {
  const computed = [...fields.values()].flatMap(({ name, field, type }) => {
    if (!type.compute && !type.gathers) return []
    const { result, digits } = optionsOf<{ result?: unknown; digits?: unknown }>(field)
    return [[name, field.type, type.gathers?.(field), type.expression?.(field), result, digits]]
  })
  if (!computed.length && !anchors.length) return undefined
  return createHash('sha256')
    .update(JSON.stringify([computed, anchors.map((at) => at.name)]))
    .digest('hex')
    .slice(0, 12)
}

async function fillPortion(at: FillAt, object: Placed, last: string | undefined): Promise<string | undefined> {
  const older = last === undefined ? sql`true` : sql`t.id < ${last}::uuid`
  const { rows } = await at.run<{ id: string }>(
    sql`select t.id from ${table(at.workspace.schema, object.table)} t where ${older} order by t.id desc limit ${portion}`,
  )
  await unseen(at, (tx) =>
    computeAnewOf(
      tx,
      object,
      rows.map((row) => row.id),
    ),
  )
  return rows.length < portion ? undefined : rows.at(-1)!.id
}

/** Held in the order in which deeds hold them. */
export async function computeAnewOf(tx: Tx, object: Placed, ids: string[]): Promise<void> {
  if (!ids.length) return
  const place = table(tx.principal.workspace.schema, object.table)
  await tx.run(sql`select 1 from ${place} t where t.id = any(${ids}::uuid[]) order by t.id for no key update of t`)
  await anchorAnew(tx, object, sql`c.id = any(${ids}::uuid[])`)
  await computeAll(tx, object, ids)
}

/** What follows from what stands there is written by nobody: no deed, no version, no history. */
export async function unseen(at: FillAt, work: (tx: Tx) => Promise<void>): Promise<void> {
  const principal = houseIn(at.workspace)
  const now = new Date()
  const sent: Promise<unknown>[] = []
  const send = (statement: Sql) => {
    const answer = at.run(statement)
    answer.catch(() => {})
    sent.push(answer)
  }
  const nothing = async () => {}
  await work({
    ...at,
    principal,
    context: contextOf(principal, now),
    deed: '',
    changeset: '',
    at: now.toISOString(),
    log: openLog(),
    owed: new Map(),
    limited: new Map(),
    send,
    written: nothing,
    later: nothing,
  })
  await Promise.all(sent)
}

const houseIn = (workspace: Workspace): Principal => ({
  workspace,
  user: '',
  name: '',
  roles: [],
  people: { own: [], department: [], below: [] },
  hasShares: false,
  language: 'zh',
})
