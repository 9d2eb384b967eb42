import { Refusal } from '../errors.ts'

/**
 * Reads XML as it comes, in chunks, and calls out tags and text. Knows what spreadsheets write and nothing that hurts:
 * no document types, so no entities but the five of XML and numbered ones, and no outside references.
 *
 *   open   name without its prefix, the attributes as written; a tag that closes itself is closed at once
 *   text   as written; `plain` turns it into characters
 */
export type Visitor = { open: (name: string, attributes: string) => void; close: (name: string) => void; text: (raw: string) => void }
export type Scanner = { push: (chunk: string) => void }

/** A tag or text longer than this is no spreadsheet: a cell holds 32,767 characters. */
const longest = 2 ** 21

export function scanner(visit: Visitor): Scanner {
  let rest = ''
  return {
    push(chunk) {
      const xml = rest + chunk
      let pos = 0
      for (;;) {
        const tag = xml.indexOf('<', pos)
        if (tag === -1) break
        if (tag > pos) visit.text(xml.slice(pos, tag))
        pos = tag
        const second = xml.charCodeAt(tag + 1)
        const end = second === bang || second === question ? asideEnd(xml, tag) : tagEnd(xml, tag)
        if (end === -1) break
        if (second === slash) visit.close(localName(xml, tag + 2, end))
        else if (second === bang) cdata(xml, tag, end)
        else if (second !== question) opened(xml, tag, end)
        pos = end + 1
      }
      rest = xml.slice(pos)
      if (rest.length > longest) throw new Refusal('broken-file')
    },
  }

  function opened(xml: string, tag: number, end: number) {
    const closed = xml.charCodeAt(end - 1) === slash
    const last = closed ? end - 1 : end
    const name = localName(xml, tag + 1, last)
    visit.open(name, xml.slice(nameEnd, last))
    if (closed) visit.close(name)
  }

  function cdata(xml: string, tag: number, end: number) {
    if (!xml.startsWith('<![CDATA[', tag)) return
    visit.text(xml.slice(tag + 9, end - 2).replaceAll('&', '&amp;'))
  }
}

const [bang, question, slash, colon] = [33, 63, 47, 58]

/** `attribute(' r="B7" s="2"', 'r')` is 'B7'. */
export function attribute(attributes: string, name: string): string | undefined {
  let from = 0
  for (;;) {
    const at = attributes.indexOf(name, from)
    if (at === -1) return undefined
    from = at + name.length
    if (at > 0 && attributes.charCodeAt(at - 1) > 32) continue
    let equals = from
    while (attributes.charCodeAt(equals) <= 32) equals++
    if (attributes[equals] !== '=') continue
    let quote = equals + 1
    while (attributes.charCodeAt(quote) <= 32) quote++
    const end = attributes.indexOf(attributes[quote] ?? '"', quote + 1)
    return end === -1 ? undefined : plain(attributes.slice(quote + 1, end))
  }
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

export function plain(raw: string): string {
  if (!raw.includes('&')) return raw
  return raw.replace(
    /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(amp|lt|gt|quot|apos));/gi,
    (whole, hex?: string, decimal?: string, name?: string) => {
      if (name) return entities[name.toLowerCase()] ?? whole
      const code = hex ? parseInt(hex, 16) : Number(decimal)
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole
    },
  )
}

/** A tag ends at > outside of quotes; a value may hold one, though only sheet names ever do. */
function tagEnd(xml: string, tag: number): number {
  if (xml.charCodeAt(tag + 1) === slash) return xml.indexOf('>', tag)
  let quote = 0
  for (let i = tag + 1; i < xml.length; i++) {
    const c = xml.charCodeAt(i)
    if (quote) {
      if (c === quote) quote = 0
    } else if (c === 34 || c === 39) quote = c
    else if (c === 62) return i
  }
  return -1
}

function asideEnd(xml: string, tag: number): number {
  const close = xml.startsWith('<!--', tag) ? '-->' : xml.startsWith('<![CDATA[', tag) ? ']]>' : xml[tag + 1] === '?' ? '?>' : '>'
  // "<!" alone at the end of a chunk does not say yet which of them it is.
  if (xml.length - tag < 9 && close === '>') return -1
  const end = xml.indexOf(close, tag + 2)
  return end === -1 ? -1 : end + close.length - 1
}

/** Where the name read last ended. */
let nameEnd = 0

function localName(xml: string, from: number, end: number): string {
  let start = from
  nameEnd = from
  while (nameEnd < end) {
    const c = xml.charCodeAt(nameEnd)
    if (c <= 32 || c === slash) break
    nameEnd++
    if (c === colon) start = nameEnd
  }
  return xml.slice(start, nameEnd)
}
