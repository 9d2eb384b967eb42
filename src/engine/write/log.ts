/** What a deed changed: gathered while it works, written once at its end. History, timeline, audit, events and undo are readings of it. */
import type { Cell } from '../../fields/field.ts'
import { type Sql, sql, table } from '../store/sql.ts'
import type { Tx } from './tx.ts'

export type Op = 'c' | 'u' | 'r'
export type Change = { object: string; record: string; version: number; subject: number; op: Op; before: Record<string, Cell> | null }
export type Log = { changes: Change[] }

export const openLog = (): Log => ({ changes: [] })

type Ending = { via: string; undoOf: string | null; note: Record<string, unknown> | undefined; spans?: { first: boolean; last: boolean } }

/** More ids than this in one transaction are told to listeners as `many`; they are kept, so that only those hear of it who may see one of them. */
const manyFrom = 50

export function writeLog(tx: Tx, { via, undoOf, note, spans }: Ending): void {
  const changes = together(tx.log.changes)
  if (!changes.length && !spans) return
  const { schema } = tx.principal.workspace
  const counts = (op: Op) => changes.filter((change) => change.op === op).length
  const objects = [...new Set(changes.map((change) => change.object))]
  const subjects = new Set(changes.map((change) => change.subject)).size
  const state = spans && !spans.last ? 'open' : 'closed'
  const column = (pick: (change: Change) => unknown) => changes.map(pick)
  const changeset = table(schema, 'changeset')
  const noted = note === undefined ? null : JSON.stringify(note)
  const opened: Sql =
    !spans || spans.first
      ? sql`insert into ${changeset} (id, deed, at, by, via, state, undo_of, created, changed, removed, subjects, objects, note)
          values (${tx.changeset}, ${tx.deed}, ${tx.at}, ${tx.principal.user}, ${via}, ${state}, ${undoOf}, ${counts('c')}, ${counts('u')}, ${counts('r')}, ${subjects}, ${objects}::text[], ${noted}::jsonb)`
      : sql`update ${changeset} set state = ${state}, created = created + ${counts('c')}, changed = changed + ${counts('u')}, removed = removed + ${counts('r')},
          subjects = subjects + ${subjects}, objects = array(select distinct unnest(objects || ${objects}::text[])), note = coalesce(${noted}::jsonb, note) where id = ${tx.changeset}`
  if (!changes.length) return tx.send(opened)
  const told = events(changes)
  const kept = sql`insert into ${table(schema, 'change')} (record, version, changeset, subject, object, op, before)
    select r, v, ${tx.changeset}::uuid, s, o, p, b from unnest(${column((c) => c.record)}::uuid[], ${column((c) => c.version)}::integer[], ${column((c) => c.subject)}::integer[],
    ${column((c) => c.object)}::text[], ${column((c) => c.op)}::text[], ${column((c) => c.before && JSON.stringify(c.before))}::jsonb[]) as u(r, v, s, o, p, b)`
  const heard = sql`insert into ${table(schema, 'event')} (xid, changeset, object, kind, ids, at, release)
    select pg_catalog.pg_current_xact_id(), ${tx.changeset}::uuid, o, k, i::uuid[], ${tx.at}::timestamptz, ${tx.catalog.release} from unnest(${told.map((e) => e.object)}::text[],
    ${told.map((e) => e.kind)}::text[], ${told.map((e) => e.ids)}::text[]) as u(o, k, i)`
  // One message for the three: a statement is a round trip behind a coordinator, and a tenth of a millisecond here.
  tx.send(sql`with opened as (${opened}), kept as (${kept}) ${heard}`)
}

/** A record that a deed changes twice was changed once: its earliest values before, its latest version. */
function together(changes: Change[]): Change[] {
  const last = new Map<string, Change>()
  return changes.filter((change) => {
    const first = last.get(change.record)
    if (first?.op === 'u' && change.op === 'u' && first.subject === change.subject) {
      Object.assign(first, { version: change.version, before: { ...change.before, ...first.before } })
      return false
    }
    last.set(change.record, change)
    return true
  })
}

const kinds = { c: 'created', u: 'changed', r: 'removed' } as const

function events(changes: Change[]): { object: string; kind: string; ids: string }[] {
  const groups = new Map<string, Set<string>>()
  for (const change of changes) {
    const key = `${change.object} ${kinds[change.op]}`
    groups.set(key, (groups.get(key) ?? new Set()).add(change.record))
  }
  return [...groups].map(([key, ids]) => {
    const [object, kind] = key.split(' ') as [string, string]
    return { object, kind: ids.size > manyFrom ? 'many' : kind, ids: `{${[...ids].join(',')}}` }
  })
}
