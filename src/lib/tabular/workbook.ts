import { Refusal } from '../errors.ts'
import { attribute, plain, scanner, type Visitor } from './xml.ts'
import { readPart, unpack, type Archive } from './zip.ts'
import { formatOf, type Format } from './cell.ts'

/** What has to be known of a workbook before a sheet can be read. */
export type Workbook = {
  archive: Archive
  sheets: { name: string; hidden: boolean; part: string }[]
  /** Dates count from 1904 (files begun on an old Mac). */
  from1904: boolean
  /** What a cell's style number makes of a number. */
  formats: Format[]
  texts: string[]
}

/** Texts are kept in memory while the sheet is read: 200 MB of them unpacked are about four million company names. */
const mostTexts = 200 * 2 ** 20

export async function openWorkbook(archive: Archive): Promise<Workbook> {
  const path = (await relations(archive, '')).find((relation) => relation.type.endsWith('/officeDocument'))?.target
  const xml = path && (await readPart(archive, path))
  if (!xml) throw new Refusal('broken-file')
  const parts = await relations(archive, path)
  const target = (ending: string) => parts.find((part) => part.type.endsWith(ending))?.target
  const { sheets, from1904 } = readBook(xml, parts)
  if (!sheets.length) throw new Refusal('empty-file')
  return {
    archive,
    sheets,
    from1904,
    formats: await readFormats(archive, target('/styles')),
    texts: await readTexts(archive, target('/sharedStrings')),
  }
}

type Relation = { id: string; type: string; target: string }

/** The relations of a part stand beside it: xl/workbook.xml has xl/_rels/workbook.xml.rels. Targets come out as names of parts. */
async function relations(archive: Archive, part: string): Promise<Relation[]> {
  const folder = part.slice(0, part.lastIndexOf('/') + 1)
  const xml = (await readPart(archive, `${folder}_rels/${part.slice(folder.length)}.rels`)) ?? ''
  const found: Relation[] = []
  visit(xml, {
    open(name, attributes) {
      if (name !== 'Relationship') return
      const [id, type, target] = ['Id', 'Type', 'Target'].map((key) => attribute(attributes, key) ?? '') as [string, string, string]
      found.push({ id, type, target: resolved(folder, target) })
    },
  })
  return found
}

function resolved(folder: string, target: string): string {
  const path: string[] = []
  for (const step of (target.startsWith('/') ? target : folder + target).split('/')) {
    if (step === '..') path.pop()
    else if (step && step !== '.') path.push(step)
  }
  return path.join('/')
}

function readBook(xml: string, parts: Relation[]): Pick<Workbook, 'sheets' | 'from1904'> {
  const sheets: Workbook['sheets'] = []
  let from1904 = false
  visit(xml, {
    open(name, attributes) {
      if (name === 'workbookPr') from1904 = ['1', 'true'].includes(attribute(attributes, 'date1904') ?? '')
      if (name !== 'sheet') return
      const id = /\s\w+:id\s*=\s*["']([^"']*)/.exec(attributes)?.[1]
      // A chart may stand between the sheets; it has no rows.
      const part = parts.find((candidate) => candidate.id === id && candidate.type.endsWith('/worksheet'))
      const title = attribute(attributes, 'name')
      if (part && title !== undefined)
        sheets.push({ name: ownName(title, sheets), hidden: /hidden/i.test(attribute(attributes, 'state') ?? ''), part: part.target })
    },
  })
  return { sheets, from1904 }
}

/** A spreadsheet program allows a name once, others who write workbooks do not know that: each can be chosen. */
function ownName(title: string, before: Workbook['sheets']): string {
  const taken = (name: string) => before.some((sheet) => sheet.name === name)
  let name = title
  for (let n = 2; taken(name); n++) name = `${title} (${n})`
  return name
}

async function readFormats(archive: Archive, part: string | undefined): Promise<Format[]> {
  const codes = new Map<number, string>()
  const formats: Format[] = []
  let inCells = false
  visit((part && (await readPart(archive, part))) || '', {
    open(name, attributes) {
      if (name === 'numFmt') codes.set(Number(attribute(attributes, 'numFmtId')), attribute(attributes, 'formatCode') ?? '')
      if (name === 'cellXfs') inCells = true
      if (name !== 'xf' || !inCells) return
      const id = Number(attribute(attributes, 'numFmtId') ?? 0)
      formats.push(formatOf(id, codes.get(id)))
    },
    close(name) {
      if (name === 'cellXfs') inCells = false
    },
  })
  return formats
}

async function readTexts(archive: Archive, part: string | undefined): Promise<string[]> {
  const found = part ? archive.parts.get(part) : undefined
  const texts: string[] = []
  if (!found) return texts
  const collect = textCollector()
  const { push } = scanner({
    open: collect.open,
    text: collect.text,
    close(name) {
      collect.close(name)
      // Copied, because a slice would keep the whole chunk it came from.
      if (name === 'si') texts.push(Buffer.from(collect.take()).toString())
    },
  })
  const decoder = new TextDecoder('utf-8')
  for await (const chunk of unpack(archive, found, mostTexts)) push(decoder.decode(chunk, { stream: true }))
  return texts
}

/** Collects the text of <t> elements, runs of rich text one after the other, without the reading aids (furigana, pinyin) of <rPh>. */
export function textCollector(): Visitor & { take: () => string } {
  let text = ''
  let inText = false
  let inAid = false
  return {
    open(name) {
      if (name === 't') inText = !inAid
      else if (name === 'rPh') inAid = true
    },
    close(name) {
      if (name === 't') inText = false
      else if (name === 'rPh') inAid = false
    },
    text(raw) {
      if (inText) text += plain(raw)
    },
    take() {
      const taken = unescaped(text)
      text = ''
      return taken
    },
  }
}

/** Spreadsheets write characters that XML cannot carry as _x000D_. */
export const unescaped = (text: string) =>
  text.includes('_x') ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(parseInt(code, 16))) : text

const visit = (xml: string, visitor: Partial<Visitor>) => scanner({ open: () => {}, close: () => {}, text: () => {}, ...visitor }).push(xml)
