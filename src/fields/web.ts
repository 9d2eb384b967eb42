/** The faces of all field types, by name. A new type adds its line here; a type without a face is shown as plain text and cannot be edited. */
import type { FieldShape } from '../lib/wire.ts'
import { autoNumberFace } from './autoNumber/web.tsx'
import { booleanFace } from './boolean/web.tsx'
import { choiceFace } from './choice/web.tsx'
import { dateFace } from './date/web.tsx'
import { datetimeFace, dayWithTimeFace } from './datetime/web.tsx'
import { emailFace } from './email/web.tsx'
import type { Face } from './face.ts'
import { fileFace } from './file/web.tsx'
import { groupFace } from './group/web.tsx'
import { linesFace } from './lines/web.tsx'
import { listFace } from './list/web.tsx'
import { longTextFace } from './longText/web.tsx'
import { moneyFace } from './money/web.tsx'
import { numberFace } from './number/web.tsx'
import { ownerFace } from './owner/web.tsx'
import { pageFace } from './page/web.tsx'
import { percentFace } from './percent/web.tsx'
import { phoneFace } from './phone/web.tsx'
import { plainFace } from './plain.tsx'
import { refFace } from './ref/web.tsx'
import { statesFace } from './states/web.tsx'
import { textFace } from './text/web.tsx'
import { urlFace } from './url/web.tsx'

export type { CellProps, EditProps, Face, FilterProps } from './face.ts'
export { FileEdit } from './file/web.tsx'
export { HostIn, useHost, type Host, type Uploaded } from './host.ts'
export { optionsOf as choicesOf } from './choice/web.tsx'
export { known as knownTitles } from './ref/web.tsx'

const faces: Record<string, Face> = {
  asOf: booleanFace,
  autoNumber: autoNumberFace,
  boolean: booleanFace,
  choice: choiceFace,
  date: dateFace,
  datetime: datetimeFace,
  email: emailFace,
  file: fileFace,
  group: groupFace,
  lines: linesFace,
  list: listFace,
  longText: longTextFace,
  money: moneyFace,
  number: numberFace,
  owner: ownerFace,
  page: pageFace,
  percent: percentFace,
  phone: phoneFace,
  ref: refFace,
  states: statesFace,
  text: textFace,
  url: urlFace,
}

/** How wide its column starts. */
export function widthOf(field: FieldShape): number {
  const { width } = faceOf(field)
  return typeof width === 'function' ? width(field) : width
}

/** Computed types look like what they result in. */
export function faceOf({ type, options }: Pick<FieldShape, 'type' | 'options'>): Face {
  const shown = typeof options.result === 'string' ? options.result : type
  if (shown === 'date' && options.time === 'optional') return dayWithTimeFace
  return faces[shown] ?? plainFace
}
