/**
 * The one road for every write. A deed opens a transaction and a changeset, does its work over sets of records, and
 * closes with what changed, what is told to listeners and what goes out later: all of it commits together or not at all.
 */
import { uuidv7 } from 'uuidv7'
import type { House, Reading } from '../house.ts'
import type { Placed } from '../catalog.ts'
import { type Principal, contextOf } from '../principal.ts'
import { type Sql, byKey, sql, table } from '../store/sql.ts'
import { follow } from './follow.ts'
import { type Log, openLog, writeLog } from './log.ts'
import { checkLimits } from './limits.ts'
import { settleUp } from './settle-up.ts'
import type { Draft } from './values.ts'

export type Tx = Reading & {
  house: House
  /** The deed's name: lead.create, lead.assign, import.run, changeset.undo. */
  deed: string
  changeset: string
  at: string
  log: Log
  /** A rehearsal: nothing can be written, so nothing is locked either. */
  dry?: true
  /** Records, by object, on which something was gathered: what is computed from it is still to be done. */
  owed: Map<string, Set<string>>
  /** Records, by object, whose limits are to be looked at before the deed ends. */
  limited: Map<string, Set<string>>
  /** Sends a statement whose answer nobody waits for; the transaction's end does. What comes after it on the connection sees its rows. */
  send: (statement: Sql) => void
  /** Called by the road when records of an object were written: rules for what came aside, then reactions. */
  written: (object: Placed, how: 'create' | 'update' | 'remove', drafts: Draft[], removed?: string[]) => Promise<void>
  /** Something to do in the world after commit; kept in the workspace's outbox, handed on by the relay. */
  later: (job: string, payload: Record<string, unknown>) => Promise<void>
}

export type DeedOptions = {
  via?: string
  /** Adds to a changeset that spans transactions, such as an import's; stays open until closed. */
  changeset?: { id: string; first: boolean; last: boolean }
  undoOf?: string
  /** What the log keeps of a deed beside its changes: how many rows an export had. */
  note?: Record<string, unknown>
  timeoutMs?: number
}

/** Runs `work` as one transaction, again after a deadlock. Nothing in it may touch the world. */
export async function deed<T>(
  house: House,
  principal: Principal,
  name: string,
  work: (tx: Tx) => Promise<T>,
  options: DeedOptions = {},
): Promise<{ changeset: string; result: T }> {
  const catalog = await house.catalogOf(principal.workspace)
  const { schema, role } = principal.workspace
  let woken = false
  const answer = await house.databaseOf(principal.workspace).as(
    role,
    async (run) => {
      const changeset = options.changeset?.id ?? uuidv7()
      const now = new Date()
      const sent: Promise<unknown>[] = []
      const tx: Tx = {
        run,
        catalog,
        principal,
        context: contextOf(principal, now),
        house,
        deed: name,
        changeset,
        at: now.toISOString(),
        log: openLog(),
        owed: new Map(),
        limited: new Map(),
        written: async () => {},
        send(statement) {
          const answer = byKey(run, statement)
          // An unhandled rejection would end the server before the transaction's end can say what was wrong.
          answer.catch(() => {})
          sent.push(answer)
        },
        async later(job, payload) {
          woken = true
          const kind = sql`insert into ${table(schema, 'outbox')} (id, job, payload, at) values (${uuidv7()}, ${job}, ${JSON.stringify(payload)}, ${now.toISOString()})`
          await byKey(run, kind)
        },
      }
      tx.written = follow(tx)
      const result = await work(tx)
      await settleUp(tx)
      await checkLimits(tx)
      writeLog(tx, { via: options.via ?? 'api', undoOf: options.undoOf ?? null, note: options.note, spans: options.changeset })
      await Promise.all(sent)
      return { changeset, result }
    },
    { retry: true, ...(options.timeoutMs ? { timeoutMs: options.timeoutMs } : {}) },
  )
  if (woken) house.wake(principal.workspace)
  return answer
}

/** A look at what a deed would do: everything is checked in a read-only transaction, nothing can be written. */
export async function rehearse<T>(house: House, principal: Principal, name: string, work: (tx: Tx) => Promise<T>): Promise<T> {
  const catalog = await house.catalogOf(principal.workspace)
  const now = new Date()
  const rest = {
    catalog,
    principal,
    context: contextOf(principal, now),
    house,
    deed: name,
    changeset: '',
    at: now.toISOString(),
    log: openLog(),
    owed: new Map<string, Set<string>>(),
    limited: new Map<string, Set<string>>(),
    dry: true as const,
  }
  const nothing = async () => {}
  return house
    .databaseOf(principal.workspace)
    .as(principal.workspace.role, (run) => work({ ...rest, run, written: nothing, later: nothing, send: () => {} }), {
      readOnly: true,
      timeoutMs: 60_000,
    })
}
