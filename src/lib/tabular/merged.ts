import type { Raw } from './raw.ts'
import { columnOf, mostColumns } from './sheet.ts'
import { unpack, type Archive } from './zip.ts'

/** A rectangle of cells that look like one; only its first cell has the value. Zero-based, ends included. */
export type Merge = { top: number; bottom: number; left: number; right: number }

/** No more than these are honoured; a sheet a person made has hundreds. */
const mostMerges = 200_000

/** Merged ranges stand behind the rows in the file, so they are looked for in a pass of their own, on bytes. */
export async function mergesOf(archive: Archive, name: string): Promise<Merge[]> {
  const part = archive.parts.get(name)
  const merges: Merge[] = []
  if (!part) return merges
  let rest = Buffer.alloc(0)
  for await (const chunk of unpack(archive, part)) {
    const bytes = Buffer.concat([rest, chunk])
    const cut = Math.max(bytes.lastIndexOf('>') + 1, bytes.length - 1024)
    if (bytes.includes('mergeCell')) collect(bytes.toString('latin1', 0, cut), merges)
    rest = bytes.subarray(cut)
  }
  return merges.toSorted((a, b) => a.top - b.top)
}

function collect(xml: string, merges: Merge[]) {
  for (const [, first = '', last = ''] of xml.matchAll(/<(?:\w+:)?mergeCell\s[^>]*?ref\s*=\s*["']([A-Z]+\d+):([A-Z]+\d+)["']/g)) {
    if (merges.length >= mostMerges) return
    const merge = { top: rowOf(first), bottom: rowOf(last), left: columnOf(first), right: columnOf(last) }
    if (merge.left >= 0 && merge.right < mostColumns && merge.top <= merge.bottom && merge.left <= merge.right) merges.push(merge)
  }
}

const rowOf = (reference: string) => Number(/\d+$/.exec(reference)?.[0]) - 1

/**
 * Repeats a merged value down and right, row by row. Ranges that begin at or above `header` are titles or headers and
 * stay as they are; nothing is written beyond `width`. A row that has nothing of its own stays empty.
 */
export function repeatMerged(merges: Merge[], header: number, width: number): (row: Raw) => void {
  const waiting = merges.filter((merge) => merge.top > header && merge.left < width)
  let next = 0
  let open: { merge: Merge; value: string }[] = []
  return ({ at, cells }) => {
    if (open.length) open = open.filter(({ merge }) => merge.bottom >= at)
    for (; next < waiting.length && waiting[next]!.top <= at; next++) {
      const merge = waiting[next]!
      const value = merge.top === at ? (cells[merge.left] ?? '') : ''
      // Ranges that overlap are no spreadsheet's; refusing them keeps the work per row within the width.
      const apart = open.every((other) => other.merge.right < merge.left || other.merge.left > merge.right)
      if (value && merge.bottom >= at && apart) open.push({ merge, value })
    }
    if (!open.length || cells.every((cell) => cell === '')) return
    for (const { merge, value } of open) {
      const last = Math.min(merge.right, width - 1)
      while (cells.length <= last) cells.push('')
      for (let column = merge.left; column <= last; column++) cells[column] = value
    }
  }
}

/** The first rows with merged values repeated downwards only: a header of two rows gets its full names in the lower one. */
export function repeatDown(rows: Raw[], merges: Merge[]): Raw[] {
  const tall = merges.filter((merge) => merge.bottom > merge.top)
  if (!tall.length) return rows
  const first = new Map(rows.map(({ at, cells }) => [at, cells]))
  return rows.map(({ at, cells }) => {
    const filled = [...cells]
    for (const merge of tall) {
      if (merge.top > at) break
      const value = merge.bottom >= at && first.get(merge.top)?.[merge.left]
      if (!value) continue
      while (filled.length <= merge.left) filled.push('')
      filled[merge.left] = value
    }
    return { at, cells: filled }
  })
}

/** The lowest row of a header that begins at `top`: names merged over two or three rows reach down to it. */
export function headerBottom(top: number, rows: Raw[], merges: Merge[]): number {
  const bottoms = merges.filter((merge) => merge.top === top && merge.bottom <= top + 3).map((merge) => merge.bottom)
  const bottom = Math.max(top, ...bottoms)
  return rows.some(({ at }) => at === bottom) ? bottom : top
}
