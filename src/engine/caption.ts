/** What people call a record that was read, and the line under it. */
import type { RecordJson } from '../lib/wire.ts'
import type { Reading } from './house.ts'
import { fieldAccess } from './principal.ts'

export function captionOf(reading: Reading, objectName: string, record: RecordJson): { title: string; subtitle: string } {
  const object = reading.catalog.objects.get(objectName)!
  const said = (name: string) => {
    const at = object.fields.get(name)
    const value = record[name] ?? null
    return !at || value === null || fieldAccess(reading.principal, objectName, name) === 'masked'
      ? ''
      : at.type.toText(value, at.field, reading.context)
  }
  return {
    title: object.title.map((at) => said(at.name)).find(Boolean) ?? '',
    subtitle: (object.definition.views.subtitle ?? []).map(said).filter(Boolean).join(' · '),
  }
}
