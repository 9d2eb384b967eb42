import { createElement } from 'react'
import { faceOf } from '../fields/web.ts'
import type { FieldShape } from '../lib/wire.ts'
import { useReader } from '../ui/reader.tsx'
import { Due, isDue } from './Due.tsx'

/** A field's value as it stands in a list or a fact row; nothing for nothing. */
export function Value({ field, value }: { field: FieldShape; value: unknown }) {
  if (value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)) return null
  if (isDue(field)) return <Due at={String(value)} />
  const face = faceOf(field)
  if (face.Cell) return createElement(face.Cell, { value, field })
  return <Shown field={field} value={value} />
}

function Shown({ field, value }: { field: FieldShape; value: unknown }) {
  const reader = useReader()
  return faceOf(field).show(value, field, reader)
}
