/** What a record looks like on paper: GET /{objects}/{id}/document.pdf. */
import type { Label } from '../fields/field.ts'
import type { PaperLanguage, Sheet } from '../lib/sheet.ts'
import type { RecordJson } from '../lib/wire.ts'
import type { Reading } from './house.ts'

/** A module brings one for an object. It is written out of what the principal may read, and tells nothing else. */
export type Paper = {
  object: string
  label: Label
  sheet: (on: { reading: Reading; record: RecordJson; language: PaperLanguage }) => Promise<Sheet>
}
