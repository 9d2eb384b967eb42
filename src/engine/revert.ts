/** One chunk of an undo: the writes that bring back what nothing stands in the way of. */
import type { Placed } from './catalog.ts'
import { hindrances } from './revert-hindrances.ts'
import { type Todo, comesBack, formerly, gather, madeIt, removedIt, restored } from './revert-todo.ts'
import type { Row } from './store/reader.ts'
import { sql, table } from './store/sql.ts'
import type { Refused } from './undo.ts'
import { react } from './write/follow.ts'
import { type Changed, type Kept, deleteRows, insertRows, updateRows } from './write/rows.ts'
import { settleUp } from './write/settle-up.ts'
import { sharedBy } from './write/shares.ts'
import { anchorAnew, gatherAnew } from './write/settle.ts'
import type { Tx } from './write/tx.ts'

export async function revert(tx: Tx, changeset: string, subjects: number[]): Promise<{ reverted: number; refused: Refused[] }> {
  const todos = await gather(tx, changeset, subjects)
  const refused = await hindrances(tx, todos, await wasLaid(tx, changeset))
  const blocked = new Set(refused.map((each) => each.subject))
  const free = todos.filter((todo) => !blocked.has(todo.subject))
  const byObject = [...Map.groupBy(free, (todo) => todo.object)]
  for (const [object, list] of byObject) await apply(tx, object, list)
  for (const [object, list] of byObject) await settleAnew(tx, object, list)
  await settleUp(tx)
  for (const [object, list] of byObject)
    await react(
      tx,
      object,
      list.map((todo) => todo.record),
    )
  return { reverted: new Set(free.map((todo) => todo.subject)).size, refused: firstOfEach(refused) }
}

/** An example is no business: what was laid at set-up goes as it came, documents and money too. */
async function wasLaid(tx: Tx, changeset: string): Promise<boolean> {
  const { rows } = await tx.run<{ via: string }>(
    sql`select via from ${table(tx.principal.workspace.schema, 'changeset')} where id = ${changeset}`,
  )
  return rows[0]?.via === 'setup'
}

/** One reason a record is enough. */
const firstOfEach = (refused: Refused[]) => refused.filter((each, i) => refused.findIndex((other) => other.id === each.id) === i)

async function apply(tx: Tx, object: Placed, todos: Todo[]): Promise<void> {
  const kept = (todo: Todo, row: Row): Kept => ({ id: todo.record, subject: todo.subject, row })
  const back = todos.filter(comesBack)
  await insertRows(
    tx,
    object,
    back.map((todo) => kept(todo, restored(object, todo))),
  )
  const changed = todos.filter((todo) => todo.now && !madeIt(todo) && !removedIt(todo))
  await updateRows(
    tx,
    object,
    changed.flatMap((todo) => differing(object, todo)),
  )
  const going = todos.filter((todo) => todo.now && madeIt(todo))
  await deleteRows(
    tx,
    object,
    going.map((todo) => kept(todo, todo.now!)),
  )
}

/** What is computed over several records may have moved on meanwhile: whose record opens this one, what is gathered on it. */
async function settleAnew(tx: Tx, object: Placed, todos: Todo[]): Promise<void> {
  await anchorAnew(tx, object, sql`c.id = any(${todos.map((todo) => todo.record)}::uuid[])`)
  gatherAnew(
    tx,
    object,
    todos.filter(comesBack).map((todo) => todo.record),
  )
}

function differing(object: Placed, todo: Todo): Changed[] {
  const before = todo.now!
  const former = formerly(todo)
  const names = [...object.columns.map((column) => column.name), ...Object.keys(former).filter((cell) => sharedBy(cell) !== undefined)]
  const columns = names.filter((name) => name in former && (former[name] ?? null) !== (before[name] ?? null))
  return columns.length ? [{ id: todo.record, subject: todo.subject, before, row: { ...before, ...former }, columns }] : []
}
