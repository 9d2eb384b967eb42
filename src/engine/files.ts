/** Uploaded files as rows of the workspace, and who may have one: whoever uploaded it, and whoever may read a record that carries it. */
import { uuidv7 } from 'uuidv7'
import type { FieldAt } from './store/columns.ts'
import { Refusal } from '../lib/errors.ts'
import { sees } from './access.ts'
import type { Placed } from './catalog.ts'
import type { House, Reading } from './house.ts'
import { isId } from './list.ts'
import { type Principal, fieldAccess } from './principal.ts'
import { type Sql, id, or, sql, table } from './store/sql.ts'

/** Times a day thousands of files: `hash` is where its bytes are, the rest is what people see. */
export type FileRow = { id: string; name: string; size: number; type: string; hash: string }

export type FileJson = Omit<FileRow, 'hash'>

export async function keepFile(house: House, who: Principal, given: Omit<FileRow, 'id'> & { id?: string }): Promise<FileJson> {
  const { schema, role } = who.workspace
  const file: FileJson = { id: given.id ?? uuidv7(), name: given.name, size: given.size, type: given.type }
  await house.databaseOf(who.workspace).as(role, (run) =>
    run(sql`insert into ${table(schema, 'file')} (id, name, size, type, hash, at, by)
      values (${file.id}, ${file.name}, ${file.size}, ${file.type}, ${given.hash}, ${new Date().toISOString()}, ${who.user}) on conflict (id) do nothing`),
  )
  return file
}

/** One that may not be had looks like one that is not. */
export async function fileFor(reading: Reading, fileId: string): Promise<FileRow> {
  const [file] = isId(fileId) ? await filesFor(reading, [fileId]) : []
  if (!file) throw new Refusal('not-found')
  return file
}

/** Those of the files that this principal may have; also asked before one is attached, so that nobody reads a file by attaching it. */
export async function filesFor(reading: Reading, ids: string[]): Promise<FileRow[]> {
  const own = await select(reading, sql`f.id = any(${ids}::uuid[]) and f.by = ${reading.principal.user}::uuid`)
  const mine = new Set(own.map((file) => file.id))
  const carried: FileRow[] = []
  const left = ids.map((each) => each.toLowerCase()).filter((each) => !mine.has(each))
  while (left.length) carried.push(...(await carriedFor(reading, left.splice(0, asked))))
  return [...own, ...carried]
}

/** Others' files in one question. */
const asked = 50

/**
 * Each id stands as a condition of its own: asked as "some record that carries f", PostgreSQL hopes to meet one early and reads
 * the whole table (1.6 s of 300,000 follow-ups); asked so, it takes the index (plan.ts).
 */
async function carriedFor(reading: Reading, ids: string[]): Promise<FileRow[]> {
  const { catalog, principal } = reading
  const ways = [...catalog.objects.values()].flatMap((object) =>
    fileFields(object)
      .filter((at) => ['read', 'write'].includes(fieldAccess(principal, object.name, at.name)))
      .map((at) => {
        const column = sql`t.${id(at.columns[0]!.name)}`
        const carries = or(ids.map((each) => sql`${column} @> ${JSON.stringify([{ id: each }])}::jsonb`))
        return sql`f.id::text in (select e.value ->> 'id' from ${table(principal.workspace.schema, object.table)} t, lateral pg_catalog.jsonb_array_elements(${column}) e
          where ${carries} and ${sees(principal, object, 'read', 't')})`
      }),
  )
  return ways.length ? select(reading, sql`f.id = any(${ids}::uuid[]) and ${or(ways)}`) : []
}

async function select({ principal, run }: Reading, where: Sql): Promise<FileRow[]> {
  const { rows } = await run<Omit<FileRow, 'size'> & { size: string }>(
    sql`select f.id, f.name, f.size, f.type, f.hash from ${table(principal.workspace.schema, 'file')} f where ${where}`,
  )
  return rows.map((row) => ({ ...row, size: Number(row.size) }))
}

const fileFields = (object: Placed): FieldAt[] => [...object.fields.values()].filter((at) => at.type.files)
