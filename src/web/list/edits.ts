import { useCallback, useState } from 'react'
import { faceOf } from '../../fields/web.ts'
import type { FieldShape, ObjectShape, RecordJson } from '../../lib/wire.ts'
import { change, complain } from '../api/deeds.ts'
import { get, Problem } from '../api/http.ts'
import { lockedBy } from '../record/locks.ts'

/** A value that the server refused, kept with what was typed. */
export type Failure = { id: string; field: string; value: unknown; message: string; theirs?: { value: unknown; by: string | null } }

export const canEdit = (object: ObjectShape, field: FieldShape, record: RecordJson): boolean =>
  field.access === 'write' &&
  field.kind !== 'system' &&
  faceOf(field).Edit !== undefined &&
  record.can.update === true &&
  lockedBy(object, record, field) === null

/** Saves single values: shown at once, and taken back with a word at the cell if refused. */
export function useEdits(object: ObjectShape) {
  const [failure, setFailure] = useState<Failure | null>(null)
  const commit = useCallback(
    (record: RecordJson, field: FieldShape, value: unknown) => {
      setFailure(null)
      if (same(record[field.name], value)) return
      change(object, record, { [field.name]: value }).catch((error: unknown) => {
        const failed = failureOf(error, record, field, value)
        if (failed) setFailure(failed)
        else complain(error)
      })
    },
    [object],
  )
  /** After a conflict: once more, on top of what the other wrote. */
  const insist = useCallback(
    async (wrong: Failure, field: FieldShape) => {
      setFailure(null)
      try {
        const fresh = await get<RecordJson>(`/${object.path}/${wrong.id}`)
        commit(fresh, field, wrong.value)
      } catch (error) {
        complain(error)
      }
    },
    [object, commit],
  )
  return { failure, commit, insist, forget: useCallback(() => setFailure(null), []) }
}
export type Edits = ReturnType<typeof useEdits>

export function failureOf(error: unknown, record: RecordJson, field: FieldShape, value: unknown): Failure | null {
  if (!(error instanceof Problem)) return null
  const about = { id: record.id, field: field.name, value }
  if (error.status === 409 && field.name in error.current) {
    const by = error.current.updatedBy as { title?: string | null } | null | undefined
    return { ...about, message: error.message, theirs: { value: error.current[field.name], by: by?.title ?? null } }
  }
  if (error.status !== 422) return null
  const own = error.errors.find((one) => one.field === field.name || one.field.startsWith(`${field.name}.`))
  return { ...about, message: own?.message ?? error.message }
}

export const same = (a: unknown, b: unknown): boolean => JSON.stringify(plain(a)) === JSON.stringify(plain(b))
const plain = (value: unknown) =>
  value === undefined || value === '' ? null : typeof value === 'object' && value !== null && 'id' in value ? value.id : value
