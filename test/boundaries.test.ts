/** The rules of the house that a compiler does not keep: who may import whom, how long a file is, what it is called, where SQL is made of text. */
import { readFileSync } from 'node:fs'
import { globSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'

const root = path.join(import.meta.dirname, '..')
type Source = { file: string; text: string }
const sources: Source[] = globSync(['src/**/*.ts', 'src/**/*.tsx'], { cwd: root }).map((file) => ({
  file,
  text: readFileSync(path.join(root, file), 'utf8'),
}))

/** Which room a file is in; the web halves of fields and modules belong to the web. */
function roomOf(file: string): string {
  if (/\.test\.tsx?$/.test(file)) return 'test'
  if (/^src\/fields\/(.*web\.tsx?|.*\.tsx|face\.ts|host\.ts)$/.test(file)) return 'fields-web'
  if (/^src\/modules\/(.*\/web\/|web\.ts)/.test(file)) return 'modules-web'
  return /^src\/([^/.]+)\//.exec(file)?.[1] ?? 'top'
}

const may: Record<string, string[]> = {
  lib: [],
  ui: ['lib'],
  fields: ['lib'],
  'fields-web': ['lib', 'ui', 'fields'],
  engine: ['lib', 'fields', 'platform'],
  platform: ['lib', 'fields', 'engine'],
  modules: ['engine', 'fields', 'lib', 'platform'],
  'modules-web': ['lib', 'ui', 'fields-web', 'web'],
  http: ['lib', 'fields', 'engine', 'platform'],
  web: ['lib', 'ui', 'fields-web', 'modules-web'],
}

function strangers({ file, text }: Source): string[] {
  const room = roomOf(file)
  const allowed = may[room]
  if (!allowed) return []
  return [...text.matchAll(/(?:from|import\()\s*'(\.[^']+)'/g)].flatMap(([, target]) => {
    const to = roomOf(path.join(path.dirname(file), target!))
    // The engine knows of the platform only what a database is.
    const onlyTypes = room === 'engine' && to === 'platform' && !/platform\/(postgres|databases|files)/.test(target!)
    return to === room || (allowed.includes(to) && !onlyTypes) ? [] : [`${file} → ${target}`]
  })
}

test('each room imports only what it may', () => {
  expect(sources.flatMap(strangers)).toEqual([])
})
test('a stranger is noticed', () => {
  expect(strangers({ file: 'src/lib/x.ts', text: `import { a } from '../engine/list.ts'` })).toHaveLength(1)
  expect(strangers({ file: 'src/http/x.ts', text: `import { lead } from '../modules/leads/lead.ts'` })).toHaveLength(1)
})

const long = ({ text }: Source) => text.split('\n').length > 301
test('no file is longer than 300 lines', () => {
  expect(sources.filter(long).map((source) => source.file)).toEqual([])
  expect(long({ file: 'x', text: 'x\n'.repeat(302) })).toBe(true)
})

const empty = /(^|[/.-])(manager|handler|service|helper|helpers|util|utils|info|process)s?\.tsx?$/i
test('no file is called by a word that says nothing', () => {
  expect(sources.filter((source) => empty.test(source.file)).map((source) => source.file)).toEqual([])
  expect(empty.test('src/http/helper.ts')).toBe(true)
})

const asks = /\bfield\.type\s*[!=]==?\s*'|\btype\.name\s*[!=]==?\s*'/
test('nobody outside the fields asks a field what it is', () => {
  expect(
    sources
      .filter(({ file, text }) => !file.startsWith('src/fields') && roomOf(file) !== 'test' && asks.test(text))
      .map((source) => source.file),
  ).toEqual([])
  expect(asks.test(`if (field.type === 'money')`)).toBe(true)
})

/** Text becomes SQL here and nowhere else; each of these takes it from our own definitions. */
const rawSites = /\b(raw|unsafe)\(/
test('SQL is made of text only in places that are listed', () => {
  const sites = sources
    .filter(({ file, text }) => /^src\/(engine|platform|modules|http)\//.test(file) && roomOf(file) !== 'test' && rawSites.test(text))
    .map((source) => source.file)
  expect(sites.toSorted()).toMatchInlineSnapshot(`
    [
      "src/engine/aggregate-keys.ts",
      "src/engine/aggregate-measures.ts",
      "src/engine/aggregate.ts",
      "src/engine/store/fill-derived.ts",
      "src/engine/store/filter.ts",
      "src/engine/store/order.ts",
      "src/engine/store/plan.ts",
      "src/engine/store/sql.ts",
      "src/engine/store/tables.ts",
      "src/engine/write/rows.ts",
      "src/engine/write/settle-up.ts",
      "src/engine/write/settle.ts",
      "src/platform/directory/tables.ts",
      "src/platform/jobs/lay.ts",
      "src/platform/postgres/admission.ts",
      "src/platform/postgres/isolation.ts",
    ]
  `)
  expect(rawSites.test('raw(`drop table x`)')).toBe(true)
})

/** Rule 9 of growing past one machine: which database holds a workspace is asked in one place (platform/databases). */
const pastTheHouse = /\bhouse\.database\s*\.(as\((?!\s*null\b)|copyIn|stream|owner)/
const given = /\bdatabase: Database\b/
const asSomebody = /\bdatabase\s*\.as\((?!\s*null\b)/
const around = (text: string) => pastTheHouse.test(text) || (given.test(text) && asSomebody.test(text))
test('every use of a workspace goes through databaseOf', () => {
  const sites = sources.filter(({ file }) => roomOf(file) !== 'test' && !/^src\/platform\/(databases|postgres)\//.test(file))
  expect(sites.filter(({ text }) => around(text)).map((source) => source.file)).toEqual([])
  for (const way of ['house.database.as(workspace.role, …', 'house.database\n    .as(role', '(database: Database) => database.as(role, …'])
    expect(around(way), way).toBe(true)
})
