import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32, deflateRawSync } from 'node:zlib'
import { open, rows, type DataRow, type Options } from './open.ts'

/** For the tests of this folder: files made on the spot, and their rows in one piece. */
const folder = mkdtempSync(join(tmpdir(), 'tables-'))
process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
let count = 0

export function fileOf(content: string | Uint8Array, name = 'table.csv'): string {
  const path = join(folder, `${++count}-${name}`)
  writeFileSync(path, content)
  return path
}

export async function readAll(path: string, options: Options & { from?: number; batch?: number } = {}): Promise<DataRow[]> {
  const all: DataRow[] = []
  for await (const batch of rows(path, await open(path, options), options)) all.push(...batch)
  return all
}

export const cellsOf = async (path: string, options: Options = {}) => (await readAll(path, options)).map(({ cells }) => cells)

/** A zip; `lies` are sizes its directory shall claim. */
export function zipOf(parts: Record<string, string | Buffer>, lies: Record<string, number> = {}): Buffer {
  const entries: Buffer[] = []
  const directory: Buffer[] = []
  let at = 0
  for (const [name, content] of Object.entries(parts)) {
    const bytes = Buffer.from(content)
    const packed = deflateRawSync(bytes)
    const sizes = Buffer.alloc(12)
    sizes.writeUInt32LE(crc32(bytes), 0)
    sizes.writeUInt32LE(packed.length, 4)
    sizes.writeUInt32LE(lies[name] ?? bytes.length, 8)
    const method = Buffer.from([20, 0, 0, 8, 8, 0, 0, 0, 0, 0])
    const lengths = Buffer.from([name.length, 0, 0, 0])
    const place = Buffer.alloc(4)
    place.writeUInt32LE(at)
    const entry = Buffer.concat([Buffer.from('PK\x03\x04'), method, sizes, lengths, Buffer.from(name), packed])
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00'), method, sizes, lengths, Buffer.alloc(10), place, Buffer.from(name)]))
    entries.push(entry)
    at += entry.length
  }
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(entries.length, 8)
  end.writeUInt16LE(entries.length, 10)
  end.writeUInt32LE(Buffer.concat(directory).length, 12)
  end.writeUInt32LE(at, 16)
  return Buffer.concat([...entries, ...directory, end])
}

const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'

/** A workbook from the XML of its rows: `sheetData` and what follows it. */
export function bookOf(
  sheet: string,
  more: { texts?: string; styles?: string; book?: string; parts?: Record<string, string> } = {},
): Buffer {
  return zipOf({
    '[Content_Types].xml': '<Types/>',
    '_rels/.rels': `<Relationships><Relationship Id="rId1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `<workbook>${more.book ?? '<sheets><sheet name="名单" sheetId="1" r:id="rId1"/></sheets>'}</workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships>
      <Relationship Id="rId1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/>
      <Relationship Id="rId2" Type="${office}/worksheet" Target="/xl/worksheets/sheet2.xml"/>
      <Relationship Id="rId8" Type="${office}/styles" Target="styles.xml"/>
      <Relationship Id="rId9" Type="${office}/sharedStrings" Target="sharedStrings.xml"/></Relationships>`,
    'xl/worksheets/sheet1.xml': `<worksheet>${sheet}</worksheet>`,
    ...(more.texts && { 'xl/sharedStrings.xml': `<sst>${more.texts}</sst>` }),
    ...(more.styles && { 'xl/styles.xml': `<styleSheet>${more.styles}</styleSheet>` }),
    ...more.parts,
  })
}

/** Rows of inline text; undefined leaves the cell out. */
export function rowsXml(table: (string | undefined)[][], from = 1): string {
  const cell = (text: string | undefined) => (text === undefined ? '<c/>' : `<c t="inlineStr"><is><t>${text}</t></is></c>`)
  return table.map((cells, i) => `<row r="${from + i}">${cells.map(cell).join('')}</row>`).join('')
}
