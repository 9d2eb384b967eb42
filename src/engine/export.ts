/**
 * A list as a file: read through a cursor portion by portion, so that memory stays flat however long it is. Who took what and
 * how much of it stands in the log of deeds, also where he went away half-way.
 */
import { Readable } from 'node:stream'
import { uuidv7 } from 'uuidv7'
import { Refusal } from '../lib/errors.ts'
import { type Written, byteOrderMark, csvLine, xlsxRows } from '../lib/tabular/write.ts'
import type { RecordJson } from '../lib/wire.ts'
import type { Database } from '../platform/postgres/database.ts'
import { sees } from './access.ts'
import { type Heading, headings } from './export-columns.ts'
import { type House, read } from './house.ts'
import { type ListQuery, conditions, groundOf } from './list.ts'
import { type Principal, has } from './principal.ts'
import { orderBy, parseSort } from './store/order.ts'
import { type Row, reader } from './store/reader.ts'
import { type Sql, sql, table } from './store/sql.ts'
import { deed } from './write/tx.ts'

export type ExportQuery = Pick<ListQuery, 'filter' | 'sort' | 'search' | 'fields'> & { format: 'csv' | 'xlsx' }
export type Exported = { /** Without its ending: 线索-2026-11-25. */ name: string; bytes: Readable }

/** What the database has to say against it, it says before the first byte goes out. */
export async function exportRecords(house: House, who: Principal, objectName: string, query: ExportQuery): Promise<Exported> {
  if (!has(who, 'export')) throw new Refusal('forbidden')
  const plan = await read(house, who, async (reading) => planOf(groundOf(reading, objectName), query))
  const leave = enter(house.database)
  const records = recorded(house, who, plan, query, leave)
  const first = await records.next()
  const label = plan.ground.object.definition.label[who.language]
  const bytes =
    query.format === 'csv'
      ? csv(plan.headings, first, records)
      : xlsxRows(
          plan.headings.map((each) => each.label),
          sheetRows(plan.headings, first, records),
          sheetName(label),
        )
  // The log has its line already; only how far it came would be missing from it.
  bytes.once('close', () => records.return().catch(() => undefined))
  return { name: `${label}-${plan.ground.context.today}`, bytes }
}

type Plan = { ground: ReturnType<typeof groundOf>; headings: Heading[]; statement: Sql | null; read: (row: Row) => RecordJson }
type Portions = AsyncGenerator<RecordJson[], void, undefined>
type First = IteratorResult<RecordJson[], void>

function planOf(ground: Plan['ground'], query: ExportQuery): Plan {
  const { object, principal } = ground
  const columns = headings(ground, query.fields)
  const where = conditions(ground, query)
  const keys = parseSort(object, principal, query.sort)
  const { columns: selected, read: readRow } = reader(
    ground,
    columns.map((each) => each.name),
    true,
  )
  const from = table(principal.workspace.schema, object.table)
  const statement =
    where &&
    sql`select ${selected} from ${from} t where ${where} and ${sees(principal, object, 'read', 't')} order by ${orderBy(keys, 't', 'whole')}`
  return { ground, headings: columns, statement, read: readRow }
}

/** Rows fetched at once: some 10 ms of work between two turns of the event loop. */
const portion = 500

async function* recorded(
  house: House,
  who: Principal,
  { ground, statement, read: readRow }: Plan,
  query: ExportQuery,
  leave: () => void,
): Portions {
  const id = uuidv7()
  const name = `${ground.object.name}.export`
  const { format, filter = null, search = null, sort = null, fields = null } = query
  const note = (rows: number, whole: boolean) => ({ object: ground.object.name, format, filter, search, sort, fields, rows, whole })
  // before the line in the log, which is not what is exported
  const { aside } = house.databaseOf(who.workspace)
  let rows = 0
  let whole = false
  try {
    await deed(house, who, name, async () => {}, { changeset: { id, first: true, last: false }, note: note(0, false) })
    try {
      for await (const part of statement ? aside.stream<Row>(who.workspace.role, statement, portion) : []) {
        rows += part.length
        yield part.map(readRow)
      }
      whole = true
    } finally {
      await deed(house, who, name, async () => {}, { changeset: { id, first: false, last: true }, note: note(rows, whole) })
    }
  } finally {
    leave()
  }
}

/** A cursor keeps its connection as long as somebody reads; two of the four are left to imports. */
const atOnce = 2
const running = new WeakMap<Database, number>()

function enter(database: Database): () => void {
  const count = running.get(database) ?? 0
  if (count >= atOnce) throw new Refusal('too-many', { seconds: 10 })
  running.set(database, count + 1)
  return () => running.set(database, running.get(database)! - 1)
}

async function* from(first: First, records: Portions): AsyncGenerator<RecordJson[], void, undefined> {
  if (first.done) return
  yield first.value
  yield* records
}

function csv(columns: Heading[], first: First, records: Portions): Readable {
  async function* lines() {
    yield byteOrderMark + csvLine(columns.map((each) => each.label))
    for await (const part of from(first, records)) yield part.map((record) => csvLine(columns.map((each) => each.text(record)))).join('')
  }
  return Readable.from(lines(), { objectMode: false })
}

async function* sheetRows(columns: Heading[], first: First, records: Portions): AsyncGenerator<Written[]> {
  for await (const part of from(first, records)) for (const record of part) yield columns.map((each) => each.cell(record))
}

/** Excel forbids these signs, more than 31 characters, and the name History. */
function sheetName(label: string): string {
  const fitting = label
    .replace(/[[\]:*?/\\']/g, ' ')
    .slice(0, 31)
    .trim()
  return fitting === '' || fitting.toLowerCase() === 'history' ? 'Sheet1' : fitting
}
