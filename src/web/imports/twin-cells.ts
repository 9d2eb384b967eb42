import { useQuery } from '@tanstack/react-query'
import { faceOf } from '../../fields/web.ts'
import type { ImportJson, ImportProblem } from '../../lib/wire.ts'
import { useReader } from '../../ui/reader.tsx'
import { objectNamed, recordQuery, useSchema } from '../api/queries.ts'

/** What the one that a row resembles says, column by column; null while unknown or where we may not see it. */
export function useTwinCells(now: ImportJson, twin: ImportProblem['twin']): Record<string, string> | null {
  const reader = useReader()
  const object = objectNamed(useSchema(), twin && 'object' in twin ? twin.object : undefined)
  const id = twin && 'id' in twin ? twin.id : ''
  const wanted = object !== undefined && id !== '' && twin?.cells === undefined
  const { data: record } = useQuery({ ...recordQuery(object ?? nobody, id), enabled: wanted })
  if (twin?.cells) return twin.cells
  if (!object || !record) return null
  return Object.fromEntries(
    now.columns.map(({ name }) => {
      const field = object.fields.find((one) => one.name === now.mapping[name])
      const value = field && record[field.name]
      return [name, field && value !== null && value !== undefined ? faceOf(field).show(value, field, reader) : '']
    }),
  )
}

const nobody = { name: '', path: '' } as Parameters<typeof recordQuery>[0]
