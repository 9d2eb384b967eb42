/**
 * What a type makes of its cells (a normalised phone, the key by which twins are found) is a column of its own, written with the value.
 * A definition that asks for it from now on, as `unique` does, leaves the rows of before without it: they are filled when the tables are
 * brought up, before an index is made of it.
 */
import type { Database, Run } from '../../platform/postgres/database.ts'
import type { Catalog } from '../catalog.ts'
import type { Workspace } from '../principal.ts'
import { type Behind, plan } from './plan.ts'
import type { Row } from './reader.ts'
import { id, join, raw, sql, table } from './sql.ts'

type Place = Pick<Workspace, 'schema' | 'role'>

const portion = 2000
/** From so many rows on, people are not made to wait for the whole of it. */
const many = 20_000

/**
 * Of a large table the columns are added first, by themselves, and filled in portions of which each locks its own rows only; what is
 * written meanwhile is left for the transaction that brings everything up. A mark stays until then, should it be cut off.
 */
export async function fillAhead(database: Pick<Database, 'owner'>, { schema, role }: Place, catalog: Catalog): Promise<void> {
  const behind = await database.owner(async (run) => allBehind(run, schema, catalog, (await plan(run, schema, role, catalog)).behind), {
    retry: true,
  })
  for (const each of behind) {
    const large = await database.owner((run) => addAhead(run, schema, each), { retry: true })
    for (let after: string | undefined = large ? first : undefined; after !== undefined;) {
      const from: string = after
      after = await database.owner((run) => fillPortion(run, schema, each, from), { retry: true })
    }
  }
}

async function addAhead(run: Run, schema: string, { object, at }: Behind): Promise<boolean> {
  const place = table(schema, object.table)
  const { rows } = await run(sql`select 1 from ${place} offset ${many} limit 1`)
  if (rows.length === 0) return false
  await run(sql`set local lock_timeout = '500ms'`)
  for (const column of at.derived) await run(sql`alter table ${place} add column if not exists ${id(column.name)} ${raw(column.type)}`)
  await run(
    sql`insert into ${table(schema, 'state')} (name, value) values (${`derive ${object.name}.${at.name}`}, '') on conflict (name) do nothing`,
  )
  return true
}

/** What the tables lack, and what was begun and not brought to its end. */
async function allBehind(run: Run, schema: string, catalog: Catalog, found: Behind[]): Promise<Behind[]> {
  const { rows } = await run<{ name: string }>(sql`select name from ${table(schema, 'state')} where name like 'derive %'`)
  const begun = rows.flatMap(({ name }) => {
    const [objectName, field] = name.slice('derive '.length).split('.') as [string, string]
    const object = catalog.objects.get(objectName)
    const at = object?.fields.get(field)
    return object && at?.type.derived && !found.some((each) => each.at === at) ? [{ object, at }] : []
  })
  return [...found, ...begun]
}

/** Within the transaction that brings the tables up. */
export async function fillBehind(run: Run, schema: string, catalog: Catalog, found: Behind[]): Promise<void> {
  for (const each of await allBehind(run, schema, catalog, found)) await fillDerived(run, schema, each)
  await run(sql`delete from ${table(schema, 'state')} where name like 'derive %'`)
}

async function fillDerived(run: Run, schema: string, behind: Behind): Promise<void> {
  for (let after: string | undefined = first; after !== undefined;) after = await fillPortion(run, schema, behind, after)
}

const first = '00000000-0000-0000-0000-000000000000'

/** The id to go on after; undefined when there is none. */
async function fillPortion(run: Run, schema: string, { object, at }: Behind, after: string): Promise<string | undefined> {
  const place = table(schema, object.table)
  const cells = at.columns.map((column) => sql`t.${id(column.name)}`)
  const empty = at.derived.map((column) => sql`t.${id(column.name)} is null`)
  const { rows } = await run<Row & { id: string }>(
    sql`select t.id, ${join(cells, ', ')} from ${place} t where t.id > ${after}::uuid and ${cells[0]!} is not null and ${join(empty, ' and ')}
      order by t.id limit ${portion} for no key update of t`,
  )
  if (rows.length === 0) return undefined
  const made = rows.map((row) =>
    at.type.derived!.derive(
      at.columns.map((column) => row[column.name] ?? null),
      at.field,
    ),
  )
  const sets = at.derived.map((column, i) => sql`${id(column.name)} = u.${id(`c${i}`)}`)
  const arrays = at.derived.map((column, i) => sql`${made.map((cell) => cell[i] ?? null)}::${raw(column.type)}[]`)
  const names = at.derived.map((_, i) => id(`c${i}`))
  await run(sql`update ${place} t set ${join(sets, ', ')}
    from unnest(${rows.map((row) => row.id)}::uuid[], ${join(arrays, ', ')}) as u(id, ${join(names, ', ')}) where t.id = u.id`)
  return rows.length < portion ? undefined : rows.at(-1)!.id
}
