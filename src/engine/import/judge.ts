/** What would happen to each row of a chunk, and why: shaped, looked up, checked as a creation or a change, compared with ours and with earlier rows. */
import type { DataRow } from '../../lib/tabular/open.ts'
import type { Placed } from '../catalog.ts'
import { type FieldAt, sameColumn } from '../store/columns.ts'
import { id, join, sql, table } from '../store/sql.ts'
import { sees } from '../access.ts'
import { prepare } from '../write/create.ts'
import { deriveColumns } from '../write/rows.ts'
import { update } from '../write/update.ts'
import type { Draft } from '../write/values.ts'
import type { Tx } from '../write/tx.ts'
import type { KeyIndex } from './key-index.ts'
import { resolveReferences } from './resolve.ts'
import { type CellProblem, type Mapping, type Shaped, columnOfField, isNoRecord, shapeRow } from './shape.ts'
import type { Body, Choice, Exception, ExceptionRow, Verdict } from './store.ts'
import { type Found, type Likeness, keysOf, twinsAmongOurs } from './twins.ts'

export type Setup = { object: Placed; mapping: Mapping; likeness: Likeness; body: Body }
export type Judged = {
  row: number
  verdict: Verdict
  exception: Exception
  /** Nothing about it is worth keeping: it will simply be created or changed. */
  plain: boolean
  shaped: Shaped
  draft?: Draft
  /** The record that this row changes. */
  target?: string
  twin?: Found | { row: number; title: string; draft?: Draft; cells?: string[] }
  choice?: Choice
}

/** Rows that came before, as long as they are remembered: whom a twin is shown beside. */
export type Earlier = Map<number, { draft: Draft; cells: string[] }>

/** `seen` finds earlier rows of the file; a run passes its chunk's own and finds the others among the records. */
export async function judge(
  tx: Tx,
  setup: Setup,
  rows: DataRow[],
  known: Map<number, ExceptionRow>,
  seen: KeyIndex,
  earlier: Earlier,
): Promise<Judged[]> {
  const all = rows.map((row) => begin(tx, setup, row, known.get(row.row)?.body))
  const open = all.filter((each) => each.verdict !== 'skip')
  await resolveReferences(
    tx,
    open.map((each) => each.shaped),
  )
  if (setup.body.mode !== 'create') await findTargets(tx, setup, open)
  const fresh = open.filter((each) => !each.target)
  if (setup.body.mode !== 'update') await asCreations(tx, setup, fresh)
  else for (const each of fresh) if (!isNoRecord(each.shaped)) each.shaped.problems.push(noTarget(setup))
  await asChanges(
    tx,
    setup,
    open.filter((each) => each.target),
  )
  if (setup.body.mode !== 'update') await findTwins(tx, setup, fresh, known, seen, earlier)
  for (const each of all) settle(setup, each)
  return all
}

function begin(tx: Tx, setup: Setup, { row, cells, extra }: DataRow, before: Exception | undefined): Judged {
  const mended = before?.mended ? cells.map((cell, i) => before.mended![setup.mapping.columns[i]!] ?? cell) : cells
  const exception: Exception = { cells: mended, extra: before?.mended ? 0 : extra }
  if (before?.mended) exception.mended = before.mended
  if (before?.choice) exception.choice = before.choice
  if (before?.skip) exception.skip = true
  const shaped = shapeRow(setup.mapping, row, mended, exception.extra, tx.context)
  return { row, verdict: before?.skip ? 'skip' : 'create', exception, plain: false, shaped }
}

/** Rows of an update name the record they change: by id, or by one or several key fields. */
async function findTargets(tx: Tx, setup: Setup, open: Judged[]): Promise<void> {
  const keys = setup.body.key.map((name) => setup.object.fields.get(name)!)
  const keyed = open.map((each) => ({ each, key: keyOf(tx, setup.object, keys, each.shaped) })).filter(({ key }) => key !== null)
  if (!keyed.length) return
  const columns = keys.map((at) => sameColumn(at) ?? at.columns[0]!.name)
  const first = columns[0]!
  const { rows } = await tx.run<Record<string, string>>(
    sql`select t.id, ${join(
      columns.map((column) => sql`t.${id(column)}`),
      ', ',
    )}
      from ${table(tx.principal.workspace.schema, setup.object.table)} t where t.${id(first)}::text = any(${keyed.map(({ key }) => key![0])}::text[]) and ${sees(tx.principal, setup.object, 'read', 't')}`,
  )
  const found = Map.groupBy(rows, (row) => columns.map((column) => row[column]).join('\u0001'))
  for (const { each, key } of keyed) {
    const hits = found.get(key!.join('\u0001')) ?? []
    if (hits.length > 1) each.shaped.problems.push({ ...noTarget(setup), code: 'several-records', values: { count: hits.length } })
    each.target = hits.length === 1 ? hits[0]!.id! : undefined
  }
}

const noTarget = (setup: Setup): CellProblem => ({
  column: columnOfField(setup.mapping, setup.body.key[0] ?? ''),
  field: setup.body.key[0] ?? null,
  code: 'no-such-record',
  value: '',
})

function keyOf(tx: Tx, object: Placed, keys: FieldAt[], shaped: Shaped): string[] | null {
  const row: Draft['row'] = {}
  for (const at of keys) {
    const value = shaped.values[at.name]
    const parsed = value === undefined ? undefined : at.type.parse(value, at.field, tx.context)
    if (!parsed || 'problem' in parsed) return null
    at.columns.forEach((column, i) => (row[column.name] = parsed.cells[i] ?? null))
  }
  deriveColumns({ ...object, fields: new Map(keys.map((at) => [at.name, at])) }, row, undefined)
  const key = keys.map((at) => row[sameColumn(at) ?? at.columns[0]!.name])
  return key.every((part) => typeof part === 'string') ? (key as string[]) : null
}

async function asCreations(tx: Tx, setup: Setup, fresh: Judged[]): Promise<void> {
  const incoming = fresh.map(({ shaped, row }) => ({
    subject: row,
    values: { ...setup.body.defaults, ...shaped.values },
    made: shaped.made,
  }))
  const drafts = await prepare(tx, setup.object, incoming, { collect: true, anyState: true })
  fresh.forEach((each, i) => {
    each.draft = drafts[i]!
    deriveColumns(setup.object, each.draft.row, undefined)
    each.draft.derived = true
    take(setup, each, each.draft, '')
  })
  await asChildren(tx, setup, fresh)
}

async function asChildren(tx: Tx, setup: Setup, rows: Judged[]): Promise<void> {
  const names = new Set(rows.flatMap((each) => [...each.shaped.children.keys()]))
  for (const name of names) {
    const having = rows.filter((each) => each.shaped.children.has(name))
    const drafts = await prepare(
      tx,
      tx.catalog.objects.get(name)!,
      having.map(({ shaped, row }) => ({ subject: row, values: shaped.children.get(name)! })),
      { collect: true, anyState: true },
    )
    having.forEach((each, i) => take(setup, each, drafts[i]!, `${name}.`))
  }
}

async function asChanges(tx: Tx, setup: Setup, changed: Judged[]): Promise<void> {
  const { problems } = await update(
    tx,
    setup.object.name,
    changed.map(({ shaped, row, target }) => ({ id: target!, subject: row, values: withoutKey(setup, shaped) })),
    { collect: true, dry: true },
  )
  for (const draft of problems) take(setup, changed[draft.index]!, draft, '')
  await asChildren(tx, setup, changed)
}

export const withoutKey = (setup: Setup, shaped: Shaped) =>
  Object.fromEntries(Object.entries(shaped.values).filter(([name]) => !setup.body.key.includes(name)))

/** A problem of a field becomes one of its column, unless the cell was found wrong before. */
function take(setup: Setup, each: Judged, draft: Draft, prefix: string): void {
  if (isNoRecord(each.shaped)) return
  if (draft.refused)
    each.shaped.problems.push({
      column: '',
      field: null,
      code: draft.refused.code,
      value: '',
      ...(draft.refused.reason ? { values: { reason: draft.refused.reason } } : {}),
    })
  for (const { field, ...problem } of draft.problems) {
    const path = prefix + field
    if (each.shaped.problems.some((known) => known.field === path)) continue
    const column = columnOfField(setup.mapping, path)
    each.shaped.problems.push({ column, field: path, value: each.exception.cells[setup.mapping.columns.indexOf(column)] ?? '', ...problem })
  }
}

async function findTwins(
  tx: Tx,
  setup: Setup,
  fresh: Judged[],
  known: Map<number, ExceptionRow>,
  seen: KeyIndex,
  drafts: Earlier,
): Promise<void> {
  const good = fresh.filter((each) => each.draft && !each.shaped.problems.length)
  const ours = await twinsAmongOurs(
    tx,
    setup.object,
    setup.likeness,
    good.map((each) => each.draft!.row),
  )
  good.forEach((each, i) => {
    const earlier = keysOf(setup.likeness, each.draft!.row)
      .map((key) => seen.claim(key, each.row))
      .find((row) => row !== undefined && row !== each.row)
    const before = known.get(each.row)?.body.twin
    if (ours[i]) each.twin = ours[i]
    else if (earlier !== undefined) each.twin = { row: earlier, title: titleOf(setup, drafts.get(earlier)?.draft), ...drafts.get(earlier) }
    else drafts.set(each.row, { draft: each.draft!, cells: each.exception.cells })
    // An earlier row of the file may have become one of ours in the meantime: by this very import.
    if (each.twin && before && 'row' in before && 'id' in each.twin) each.exception.twin = before
  })
}

const titleOf = (setup: Setup, draft: Draft | undefined) =>
  setup.object.title
    .map((at) => draft?.row[at.columns[0]!.name])
    .find(Boolean)
    ?.toString() ?? ''

/** Bad before twin before plain. Lines of one customer with another contact each are no twins: the contact is put to the customer. */
function settle(setup: Setup, each: Judged): void {
  const { exception, shaped, twin } = each
  if (each.verdict === 'skip') return
  if (shaped.problems.length) {
    exception.problems = shaped.problems
    each.verdict = 'fail'
  } else if (twin) {
    exception.twin ??= 'row' in twin ? { row: twin.row, title: twin.title, ...(twin.cells ? { cells: twin.cells } : {}) } : twin
    const sameFile = 'row' in exception.twin
    each.choice = exception.choice ?? (sameFile && shaped.children.size ? 'update' : setup.body.twins)
    if ('visible' in twin && !twin.visible && each.choice === 'update') each.choice = 'skip'
    each.verdict = 'twin'
  } else {
    each.verdict = each.target ? 'update' : 'create'
    each.plain = !exception.mended && !exception.choice
  }
}
