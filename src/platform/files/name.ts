/** The name a file is shown and saved under: what its sender called it, without folders, without what no disk takes. */
import { clean } from '../../lib/text.ts'

const longest = 200

export function fileName(given: string | undefined): string {
  const base =
    unescape(given ?? '')
      .split(/[\\/]/)
      .at(-1) ?? ''
  const plain = undotted((clean(base.toWellFormed().replace(controls, '')) ?? '').replace(forbidden, '_'))
  const [stem, ending] = split(plain)
  const short = Array.from(stem).slice(0, longest - ending.length)
  const name = undotted(short.join('').trim() + ending)
  return name === '' ? 'file' : device.test(name) ? `_${name}` : name
}

/** Browsers send these three signs of a name in such a way, and no other. */
const unescape = (name: string) => name.replace(/%(22|0D|0A)/g, (_, sign: string) => (sign === '22' ? '"' : ''))

/** A disk of Windows drops dots and spaces at the end, and then the file ends otherwise than it seemed. Step by step: a pattern looks from each of 20,000 dots anew. */
function undotted(name: string): string {
  let end = name.length
  while (end > 0 && '. '.includes(name[end - 1]!)) end--
  return name.slice(0, end)
}

/** A long name keeps its ending. */
function split(name: string): [string, string] {
  const at = name.lastIndexOf('.')
  return at > 0 && name.length - at <= 10 ? [name.slice(0, at), name.slice(at)] : [name, '']
}

/** Windows writes these to a device, whatever ends them. */
const device = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i

const controls = /[\p{Cc}\u2028\u2029]/gu
const forbidden = /[<>:"|?*]/g

/** RFC 6266: ASCII for those who read nothing else, UTF-8 for all others. Always a download, never shown in our own place. */
export function attachment(name: string): string {
  const ascii = name
    .normalize('NFKD')
    .replace(/[^\x20-\x7e]/g, '_')
    .replace(/["\\%]/g, '_')
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encodeURIComponent(name.toWellFormed()).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)}`
}
