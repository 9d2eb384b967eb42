/**
 * Everything that reads what people type, paste and send, on its own: it refuses in words or answers what can be kept, whatever comes, and
 * thinks no longer about a long text than its length deserves.
 */
import * as fc from 'fast-check'
import sql from 'sql-template-tag'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Key, readCursor, writeCursor } from '../src/engine/store/order.ts'
import { readJson } from '../src/http/body.ts'
import { Refusal } from '../src/lib/errors.ts'
import { instantCell, instantValue, readInstant } from '../src/lib/instant.ts'
import { readNumberText } from '../src/lib/number-text.ts'
import { readPhone } from '../src/lib/phone.ts'
import { searchIndex, searchQuery } from '../src/lib/search-words.ts'
import { bookOf, fileOf, rowsXml } from '../src/lib/tabular/made.ts'
import { open, rows } from '../src/lib/tabular/open.ts'
import { clean } from '../src/lib/text.ts'
import { fileName } from '../src/platform/files/name.ts'
import { type FreshDatabase, freshDatabase } from './support/database.ts'
import { hostile, hostileText } from './support/hostile.ts'
import { rounds } from './support/long.ts'
import { readers } from './support/readers.ts'

let fresh: FreshDatabase
beforeAll(async () => void (fresh = await freshDatabase()))
afterAll(() => fresh?.drop())

/** Milliseconds of this process, so that others on the machine do not count; the better of two. */
function cost(deed: () => unknown): number {
  const once = () => {
    const before = process.cpuUsage()
    deed()
    const { user, system } = process.cpuUsage(before)
    return (user + system) / 1000
  }
  const first = once()
  return first < patience ? first : Math.min(first, once())
}
/** What takes one step a character is done in a few milliseconds; what takes one for each pair of them needs seconds. */
const patience = 400
const length = 40_000

const units = ['a', '1', ' ', '\t', '\n', '@', '<', '<a', 'a@', 'a.', '.', '-', '(', '?', '?\n', '1 ', '1,', '1-', '1/', '日', '1日', '下午 ', 'T', '+', '0', '=', '"', "'", '，', '；a', '市', '公司', '有限', '（', '转', 'x1', '#1', '%', '万', 'http://', 'a/', '[', '1:', '周一', 'Mon', '1e', '_', '\u0301', '\u3000', '长', '&', '&#', '¥', 'co ', 'a-', '\u{20bb7}', '\u200b', '\0', '\ud800', '..'] // prettier-ignore
const around = [['1 ', '年'], ['', '!'], ['<', 'a'], ['a@', '\n'], ['1', ''], ['', '']] as const // prettier-ignore

test('no reader thinks longer about a page than its length deserves', { timeout: 600_000 }, () => {
  const slow: string[] = []
  for (const [i, [name, read]] of readers.entries())
    for (const [j, unit] of units.entries())
      for (const [before, after] of process.env.LONG ? around : [around[(i + j) % 3]!]) {
        const text = before + unit.repeat(length / unit.length) + after
        if (cost(() => read(text)) > patience) slow.push(`${name}: ${JSON.stringify(before + unit)}`)
      }
  expect(slow).toEqual([])
})

test('an address with a tail of signs is read as soon as any other', () => {
  const [, networkOf] = readers.find(([name]) => name === 'networkOf')!
  expect(cost(() => networkOf(`::1${'%'.repeat(length)}\n`))).toBeLessThan(patience)
})

test('the twin: a reader that looks from every character to all the others is found', { timeout: 300_000 }, () => {
  const naive = (page: string) => {
    let found = 0
    for (let i = 0; i < page.length; i++) for (let j = 0; j < page.length; j++) if (page.charCodeAt(j) === i) found++
    return found
  }
  expect(cost(() => naive(' '.repeat(25_000)))).toBeGreaterThan(patience)
})

test('ten million characters are refused or taken, and come to an end', { timeout: 600_000 }, () => {
  const pages = ['9', '长', 'a.', ' '].map((unit) => unit.repeat(1e7 / unit.length))
  const some = readers.filter(([name]) => !/inyin|initials|readings|bigrams|searchIndex|[1-9]\.\d|0\.[1-9]/.test(name))
  for (const [i, [name, read]] of some.entries().filter(([nth]) => process.env.LONG || nth % 3 === 0))
    for (const page of process.env.LONG ? pages : [pages[i % 4]!])
      expect(
        cost(() => read(page)),
        name,
      ).toBeLessThan(30_000)
})

const text = fc.oneof(hostileText, fc.string({ unit: 'binary' }), fc.string({ unit: fc.constantFrom('1', '３', '.', ',', '-', '/', ' ', '年', '月', '(', '+', '\0', '\ud83d', '\u202e', 'e', 'N', '∞') })) // prettier-ignore

test('no reader fails, whatever the text', () => {
  for (const [name, read] of readers)
    fc.assert(
      fc.property(text, (each) => {
        try {
          read(each)
        } catch (error) {
          if (!(error instanceof Refusal)) throw new Error(`${name} ${JSON.stringify(each)}`, { cause: error })
        }
      }),
      { numRuns: rounds(60, 3000) },
    )
})

test('what was read once is read the same again, and can be kept', () => {
  const kept = (each: string) => each.isWellFormed() && !each.includes('\0')
  fc.assert(
    fc.property(text, (each) => {
      const cleaned = clean(each, 'many lines')
      if (cleaned !== null) expect([clean(cleaned, 'many lines'), kept(cleaned)]).toEqual([cleaned, true])
      const name = fileName(each)
      expect([fileName(name), kept(name), /[\\/]/.test(name)]).toEqual([name, true, false])
      const phone = readPhone(each)
      if ('same' in phone) expect(readPhone(phone.same)).toMatchObject({ same: phone.same })
      const number = readNumberText(each)
      if (typeof number === 'string') expect([readNumberText(number), /^-?\d+(\.\d+)?$/.test(number)]).toEqual([number, true])
      const at = readInstant(each)
      if (at !== null) expect(Date.parse(instantValue(instantCell(at)))).toBe(at)
    }),
    { numRuns: rounds(2000, 100_000) },
  )
})

test('what a search makes of any text is something PostgreSQL can look for', async () => {
  const many = fc.sample(text, rounds(500, 20_000))
  const queries = many.map((each) => searchQuery(each.toWellFormed().replaceAll('\0', ''))).filter((each) => each !== null)
  const indexes = many.map((each) => searchIndex([each.toWellFormed().replaceAll('\0', '')]))
  await fresh.database.query(sql`select q::tsquery from unnest(${queries}::text[]) q`)
  await fresh.database.query(sql`select v::tsvector from unnest(${indexes}::text[]) v`)
  // the twin: it is PostgreSQL that judges
  await expect(fresh.database.query(sql`select q::tsquery from unnest(${["'a", 'a & & b']}::text[]) q`)).rejects.toThrow('tsquery')
})

test('a cursor is ours or it is not one', () => {
  const keys: Key[] = [{ column: 'f_name', type: 'text', descending: false, nullable: true }]
  const good = { bound: 'abc', stretch: 'values' as const, values: ['x'], id: '0199c0de-0000-7000-8000-00000000000a' }
  expect(readCursor(writeCursor(good), 'abc', keys)).toEqual(good)
  for (const value of ['\0', '\ud800']) expect(() => readCursor(writeCursor({ ...good, values: [value] }), 'abc', keys)).toThrow(Refusal)
  const part = fc.oneof(hostile, fc.constantFrom<unknown>('abc', 'values', ['x'], ['\0'], ['\ud800'], '-'.repeat(36), good.id))
  const wrong = fc.oneof(
    text,
    fc.tuple(part, part, part, part).map((parts) => Buffer.from(JSON.stringify(parts)).toString('base64url')),
    fc.nat(60).map((at) => writeCursor(good).slice(0, at)),
  )
  fc.assert(
    fc.property(wrong, (each) => {
      try {
        const read = readCursor(each, 'abc', keys)
        expect(read.id).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
        expect(read.values.every((value) => typeof value !== 'string' || (value.isWellFormed() && !value.includes('\0')))).toBe(true)
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
      }
    }),
    { numRuns: rounds(3000, 100_000) },
  )
})

test('a body is JSON that can be kept, or refused: NaN, Infinity, NUL, halves of characters, depth, ten million characters', () => {
  const refused = ['NaN', 'Infinity', '-Infinity', '1e999', '"\\u0000"', '"\\ud800"', '{"a":NaN}', '[1e400]', '{"__proto__":1}', '['.repeat(1e6), `${'['.repeat(1e5)}${']'.repeat(1e5)}`, `${'{"a":'.repeat(1e5)}1${'}'.repeat(1e5)}`, '', '\u{feff}', '{"a":1,}', "{'a':1}", '0x10', '01', `"${'x'.repeat(1e7)}`] // prettier-ignore
  for (const each of refused) expect(() => readJson(Buffer.from(each)), each.slice(0, 30)).toThrow(Refusal)
  expect(() => readJson(Buffer.from([0x22, 0xff, 0x22]))).toThrow(Refusal)
  expect(readJson(Buffer.from(`"${'x'.repeat(1e7)}"`))).toHaveLength(1e7)
})

async function read(content: Uint8Array): Promise<number> {
  const path = fileOf(content)
  const opened = await open(path)
  let count = 0
  for await (const batch of rows(path, opened))
    for (const { cells } of batch) {
      count++
      for (const cell of cells) if (!cell.isWellFormed()) throw new Error('half a character')
    }
  if (count !== opened.total) throw new Error(`${count} rows of ${opened.total}`)
  return count
}

const survives = async (content: Uint8Array) => {
  await read(content).catch((error: unknown) => {
    if (!(error instanceof Refusal)) throw error
  })
}

test('any bytes are a table or refused in words', async () => {
  const bytes = fc.oneof(fc.uint8Array({ maxLength: 2000 }), text.map((each) => Buffer.from(each)), text.map((each) => Buffer.from(`姓名,手机\n${each}`, 'utf16le'))) // prettier-ignore
  await fc.assert(fc.asyncProperty(bytes, survives), { numRuns: rounds(150, 5000) })
})

test('a workbook with bytes turned, cut or put in twice is a table or refused in words', async () => {
  const whole = bookOf(`<dimension ref="A1:B3"/><sheetData>${rowsXml([['姓名', '手机'], ['张三', '1'], ['李四', '2']])}</sheetData><mergeCells><mergeCell ref="A2:A3"/></mergeCells>`) // prettier-ignore
  expect(await read(whole)).toBe(2)
  const at = fc.nat(whole.length - 1)
  const turned = fc.tuple(at, fc.nat(255)).map(([where, byte]) => Buffer.from(whole).fill(byte, where, where + 1))
  const cut = at.map((where) => whole.subarray(0, where))
  const twice = fc.tuple(at, at).map(([from, to]) => Buffer.concat([whole.subarray(0, from), whole.subarray(to)]))
  await fc.assert(fc.asyncProperty(fc.oneof(turned, cut, twice), survives), { numRuns: rounds(150, 5000) })
})

test('numbers of rows, columns and cells that nobody has are refused or read', async () => {
  const cell = '<c r="A2" t="inlineStr"><is><t>x</t></is></c>'
  const sheets = [
    `<row r="-1">${cell}</row>`, `<row r="1e999">${cell}</row>`, `<row r="NaN">${cell}</row>`, '<row><c r="ZZZZ1"><v>1</v></c></row>', '<row><c r="1"><v>1</v></c></row>',
    '<row><c t="s"><v>-1</v></c></row>', '<row><c t="s"><v>1e9</v></c></row>', '<row><c><v>1e999</v></c></row>', '<row><c><v>NaN</v></c></row>', '<row><c t="inlineStr"><is><t>&#0;&#xD800;_xD800_</t></is></c></row>',
    '<a>'.repeat(50_000), '<row>'.repeat(50_000), `<row><c t="inlineStr"><is><t>${'长'.repeat(3e6)}</t></is></c></row>`,
  ] // prettier-ignore
  for (const each of sheets) await survives(bookOf(`<sheetData>${each}</sheetData>`))
  await survives(Buffer.from(`姓名\n${'长'.repeat(4e6)}\n`))
  await survives(Buffer.from(`${','.repeat(1e6)}\n${','.repeat(1e6)}`))
})
