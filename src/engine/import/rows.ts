/** The rows that are out of the ordinary: shown in pages, mended in place, judged again at once. */
import { Refusal, type Values, sentence } from '../../lib/errors.ts'
import { rows as tableRows } from '../../lib/tabular/open.ts'
import type { ImportProblem, ImportRowJson, Ref } from '../../lib/wire.ts'
import { type House, type Reading, read } from '../house.ts'
import { loadRecords } from '../list.ts'
import type { Principal } from '../principal.ts'
import type { FieldAt } from '../store/columns.ts'
import { sql, table } from '../store/sql.ts'
import { rehearse } from '../write/tx.ts'
import { write } from './imports.ts'
import { judge } from './judge.ts'
import { mustImport } from './may.ts'
import { KeyIndex } from './key-index.ts'
import { setupOf } from './setup.ts'
import { countsOf } from './show.ts'
import type { CellProblem } from './shape.ts'
import {
  type Body,
  type Choice,
  type Exception,
  type ExceptionRow,
  type Import,
  type Verdict,
  exceptions,
  fileOf,
  loadImport,
  saveExceptions,
  whyUnread,
} from './store.ts'

export type Kind = 'problem' | 'twin' | 'skip'

export async function problems(
  house: House,
  who: Principal,
  importId: string,
  query: { kind?: Kind; limit: number; cursor?: string },
): Promise<{ records: ImportProblem[]; next: string | null }> {
  return read(house, who, async (reading) => {
    const found = await loadImport(reading, importId)
    const after = query.cursor === undefined ? 0 : Number(query.cursor)
    if (!Number.isInteger(after) || after < 0 || after >= 2 ** 31) throw new Refusal('bad-cursor')
    const verdicts = query.kind === undefined ? ['fail', 'twin'] : [query.kind === 'problem' ? 'fail' : query.kind]
    const { rows } = await reading.run<{ row: number; verdict: Verdict; body: string }>(
      sql`select row, verdict, body from ${table(who.workspace.schema, 'import_row')} where import = ${importId} and verdict = any(${verdicts}::text[]) and row > ${after} order by row limit ${query.limit + 1}`,
    )
    const page = rows.slice(0, query.limit)
    const list = page.map((row) => ({ ...row, body: JSON.parse(row.body) as Exception }))
    const records = list.flatMap((row) => shown(found.body, row, who))
    await besideTwins(reading, found.body, records)
    return { records, next: rows.length > query.limit ? String(page.at(-1)!.row) : null }
  })
}

/** One entry a problem; a twin is one entry. */
function shown(body: Body, { row, verdict, body: exception }: ExceptionRow, who: Principal): ImportProblem[] {
  const cells = Object.fromEntries(body.opened.columns.map((column, i) => [column.name, exception.cells[i] ?? '']))
  if (verdict === 'twin' && exception.twin) {
    const { twin } = exception
    const inFile = 'row' in twin
    const code = inFile ? 'twin-in-file' : 'twin'
    const values: Values = inFile
      ? { row: twin.row }
      : { title: twin.visible ? twin.title : who.language === 'zh' ? '同事的一条记录' : 'a colleague’s record' }
    const named = (list: string[]) => Object.fromEntries(body.opened.columns.map((column, i) => [column.name, list[i] ?? '']))
    const like = inFile
      ? { row: twin.row, title: twin.title, ...(twin.cells ? { cells: named(twin.cells) } : {}) }
      : { object: body.object, id: twin.visible ? twin.id : '', title: twin.title, subtitle: twin.subtitle }
    return [
      {
        row,
        column: '',
        field: null,
        code,
        message: sentence({ code, values }, who.language),
        value: '',
        twin: like,
        cells,
        choice: exception.choice ?? body.twins,
      },
    ]
  }
  if (verdict === 'skip')
    return [
      {
        row,
        column: '',
        field: null,
        code: 'row-skipped',
        message: sentence({ code: 'row-skipped', values: {} }, who.language),
        value: '',
        cells,
      },
    ]
  return (exception.problems ?? []).map((problem) => ({
    row,
    column: problem.column,
    field: problem.field,
    code: problem.code,
    message: sentence(problem, who.language),
    value: problem.value,
    cells,
  }))
}

/** What stands at a twin that we have, by the file's columns, so that the two can be compared cell by cell. */
async function besideTwins(reading: Reading, body: Body, problems: ImportProblem[]): Promise<void> {
  const ids = problems.flatMap((each) => (each.twin && 'id' in each.twin && each.twin.id ? [each.twin.id] : []))
  if (!ids.length) return
  const { mapping, object } = setupOf(reading, body)
  const own = mapping.routes.filter((route) => route.target.object === object && !route.target.made)
  const found = new Map((await loadRecords(reading, object.name, [...new Set(ids)])).map((record) => [record.id, record]))
  for (const { twin } of problems) {
    const record = twin && 'id' in twin ? found.get(twin.id) : undefined
    if (record)
      twin!.cells = Object.fromEntries(
        own.map(({ target, columns }) => [columns[0]!.name, textOf(target.at, record[target.at.name], reading)]),
      )
  }
}

function textOf(at: FieldAt, value: unknown, { context }: Reading): string {
  if (value === null || value === undefined) return ''
  return at.type.target ? ((value as Ref).title ?? '') : at.type.toText(value, at.field, context)
}

export type Mend = { values?: Record<string, string>; skip?: boolean; twin?: Choice }

/** A mended row is judged again at once; what it resembled before it still resembles, unless its cells changed. */
export async function mendRow(house: House, who: Principal, importId: string, row: number, mend: Mend): Promise<ImportRowJson> {
  const found = await read(house, who, async (reading) => {
    const one = await loadImport(reading, importId)
    mustImport(reading, one.body)
    return one
  })
  if (found.state !== 'checked') throw new Refusal('not-now', { reason: who.language === 'zh' ? '请先检查' : 'check it first' })
  const before = await read(house, who, (reading) => exceptions(reading, importId, row, row))
  const exception = before.get(row)?.body ?? { cells: await cellsOf(house, found, row), extra: 0 }
  const unknown = Object.keys(mend.values ?? {}).find((name) => !found.body.opened.columns.some((column) => column.name === name))
  if (unknown !== undefined) throw new Refusal('invalid', { count: 1 }, [{ field: `values.${unknown}`, code: 'unknown-field' }])
  const next: Exception = { ...exception, problems: undefined, ...(mend.values ? { mended: { ...exception.mended, ...mend.values } } : {}) }
  if (mend.skip !== undefined) next.skip = mend.skip
  if (mend.twin) next.choice = mend.twin
  const judged = await judgeAgain(house, who, found, row, next)
  // An earlier row of the file is only known to a whole check: what resembled one still does while its own cells stand.
  const sameFile = exception.twin && 'row' in exception.twin && !mend.values ? exception.twin : undefined
  const kept: ExceptionRow =
    judged.verdict === 'create' && sameFile
      ? { row, verdict: 'twin', body: { ...judged.exception, twin: sameFile } }
      : { row, verdict: judged.verdict, body: judged.exception }
  await write(house, who, (reading) => saveExceptions(reading, importId, [kept]))
  await countPlain(house, who, found, before.has(row))
  return read(house, who, async (reading) => {
    const problems = shown(found.body, kept, who)
    await besideTwins(reading, found.body, problems)
    return { row, counts: (await countsOf(reading, await loadImport(reading, importId)))!, problems }
  })
}

async function judgeAgain(house: House, who: Principal, found: Import, row: number, exception: Exception) {
  const known = new Map([[row, { row, verdict: 'fail' as const, body: exception }]])
  const [judged] = await rehearse(house, who, 'import.check', (tx) =>
    judge(tx, setupOf(tx, found.body), [{ row, cells: exception.cells, extra: exception.extra }], known, new KeyIndex(), new Map()),
  )
  return judged!
}

/** A row that nobody had spoken of leaves the plain ones. */
async function countPlain(house: House, who: Principal, found: Import, known: boolean): Promise<void> {
  if (known || !found.body.plain) return
  const part = found.body.mode === 'update' ? 'update' : 'create'
  const path = `{plain,${part}}`
  await write(house, who, (reading) =>
    reading.run(
      sql`update ${table(who.workspace.schema, 'import')} set body = jsonb_set(body, ${path}::text[], to_jsonb((body #>> ${path}::text[])::integer - 1)) where id = ${found.id}`,
    ),
  )
}

async function cellsOf(house: House, found: Import, row: number): Promise<string[]> {
  try {
    for await (const [first] of tableRows(fileOf(house, found), found.body.opened, { from: row, batch: 1 }))
      if (first?.row === row) return first.cells
  } catch (error) {
    throw whyUnread(error)
  }
  throw new Refusal('not-found')
}

/** The rows that were not taken, as they came, with the reason; can be imported again. */
export async function* failedRows(house: House, who: Principal, found: Import): AsyncGenerator<string[]> {
  yield [...found.body.opened.columns.map((column) => column.name), who.language === 'zh' ? '原因' : 'Reason']
  let after = 0
  for (;;) {
    const { rows } = await house
      .databaseOf(who.workspace)
      .as(
        who.workspace.role,
        (run) =>
          run<{ row: number; body: string }>(
            sql`select row, body from ${table(who.workspace.schema, 'import_row')} where import = ${found.id} and verdict = 'fail' and row > ${after} order by row limit 1000`,
          ),
        { readOnly: true },
      )
    if (!rows.length) return
    for (const { row, body } of rows) {
      const exception = JSON.parse(body) as Exception
      yield [
        ...found.body.opened.columns.map((_, i) => exception.cells[i] ?? ''),
        (exception.failed ?? exception.problems ?? []).map((problem) => said(problem, who)).join('；'),
      ]
      after = row
    }
  }
}

const said = (problem: CellProblem, who: Principal) => (problem.column ? `${problem.column}：` : '') + sentence(problem, who.language)
