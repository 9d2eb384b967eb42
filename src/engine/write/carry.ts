/** What one record hands on to another: a lead's number to the contact it becomes. */
import type { Placed } from '../catalog.ts'
import { type Principal, fieldAccess } from '../principal.ts'
import type { Row } from '../store/reader.ts'
import { id, join, sql, table } from '../store/sql.ts'
import { valueOf } from './expressions.ts'
import type { Tx } from './tx.ts'

/**
 * Filled values by record, as `{ field there: value }`; `pairs` are field there → field here. Taken as they are kept, so that a
 * masked number goes on whole; but only where the doer sees there no more than he sees here.
 */
export async function handedOn(
  tx: Tx,
  from: string,
  ids: string[],
  to: string,
  pairs: Record<string, string>,
): Promise<Map<string, Record<string, unknown>>> {
  const [here, there] = [tx.catalog.objects.get(from)!, tx.catalog.objects.get(to)!]
  const open = Object.entries(pairs).filter(([into, name]) => seesNoMore(tx.principal, here, name, there, into))
  const columns = [...new Set(open.flatMap(([, name]) => here.fields.get(name)!.columns.map((column) => column.name)))]
  const { rows } = await tx.run<Row>(
    sql`select ${join([sql`t.id`, ...columns.map((column) => sql`t.${id(column)}`)], ', ')}
      from ${table(tx.principal.workspace.schema, here.table)} t where t.id = any(${ids}::uuid[])`,
  )
  return new Map(
    rows.map((row) => [
      row.id as string,
      Object.fromEntries(
        open.flatMap(([into, name]) => {
          const value = valueOf(here.fields.get(name), row)
          return value === null ? [] : [[into, value]]
        }),
      ),
    ]),
  )
}

const sight = { hidden: 0, masked: 1, read: 2, write: 2 }

const seesNoMore = (principal: Principal, here: Placed, name: string, there: Placed, into: string) =>
  here.fields.has(name) &&
  there.fields.has(into) &&
  sight[fieldAccess(principal, there.name, into)] <= sight[fieldAccess(principal, here.name, name)]
