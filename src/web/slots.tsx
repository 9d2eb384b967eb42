/**
 * Places where a module or another folder of the app plugs in a part of a screen:
 *   plug('record.side', ({ object, record }) => …)      draws nothing where it has nothing to say
 *   <Slot name="record.side" object={object} record={record} />
 */
import type { ComponentType, ReactNode } from 'react'
import type { FieldShape, ObjectShape, RecordJson } from '../lib/wire.ts'
import type { ListAddress } from './list/address.ts'

export type SlotProps = {
  /** What stands at the first address; without one the first object's list does. */
  home: object
  /** Beside it. */
  'home.side': object
  /** Over the left navigation's objects. */
  'frame.top': { folded: boolean }
  /** Under them. */
  'frame.bottom': { folded: boolean }
  /** Over the objects of the phone's sheet. */
  'sheet.top': { folded: boolean }
  /** Over any page, on a phone as well. */
  'page.top': object
  /** First place of the phone's bottom bar. */
  'bar.first': object
  'list.head': { object: ObjectShape }
  /** Beside the tabs of a list: what is shown now, and the way to show something else. */
  'list.views': { object: ObjectShape; address: ListAddress; columns: string[]; onShow: (address: ListAddress) => void }
  'list.empty': { object: ObjectShape }
  'record.head': { object: ObjectShape; record: RecordJson }
  /** Before the deeds' buttons. */
  'record.deeds': { object: ObjectShape; record: RecordJson; small?: boolean }
  'record.side': { object: ObjectShape; record: RecordJson }
  /** Under lines that are being written: what else can fill them. `values` are the document's. */
  'lines.under': { document: ObjectShape; field: FieldShape; values: Values; lines: Values[]; onAdd: (lines: Values[]) => void }
}
type Values = Record<string, unknown>
type Parts = { [K in keyof SlotProps]: ComponentType<SlotProps[K]>[] }

const parts: Parts = {
  home: [],
  'home.side': [],
  'frame.top': [],
  'frame.bottom': [],
  'sheet.top': [],
  'page.top': [],
  'bar.first': [],
  'list.head': [],
  'list.views': [],
  'list.empty': [],
  'record.head': [],
  'record.deeds': [],
  'record.side': [],
  'lines.under': [],
}

export function plug<K extends keyof SlotProps>(name: K, part: ComponentType<SlotProps[K]>): void {
  parts[name].push(part)
}

export const isPlugged = (name: keyof SlotProps): boolean => parts[name].length > 0

const pages = new Map<string, ReactNode>()

/** A page of its own at /p/overview. */
export const plugPage = (name: string, Page: ComponentType): void => void pages.set(name, <Page />)
export const pageNamed = (name: string): ReactNode => pages.get(name)

export function Slot<K extends keyof SlotProps>({ name, ...props }: { name: K } & SlotProps[K]) {
  return parts[name].map((Part, index) => {
    const Any = Part as ComponentType<object>
    return <Any key={index} {...props} />
  })
}
