/** What a view keeps of a list's address: what is asked and how it is laid out, not what is open in it. */
import type { ListAddress } from '../../../web/list/address.ts'
import { readList } from '../../../web/list/address.ts'

export type Look = Omit<ListAddress, 'open' | 'new' | 'at' | 'saved'>

const names = ['tab', 'filter', 'sort', 'q', 'view', 'group', 'columns'] as const

/** As text that is the same for the same look. */
export function lookOf(address: ListAddress, columns: string[]): string {
  const whole = { ...address, columns: address.columns ?? columns }
  return JSON.stringify(Object.fromEntries(names.flatMap((name) => (whole[name] === undefined ? [] : [[name, whole[name]]]))))
}

export function readLook(text: string): Look {
  try {
    const { open: _, new: __, at: ___, saved: ____, ...look } = readList(JSON.parse(text) as Record<string, unknown>)
    return look
  } catch {
    return {}
  }
}
