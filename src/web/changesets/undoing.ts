import { useState } from 'react'
import type { UndoAnswer } from '../../lib/wire.ts'
import { complain } from '../api/deeds.ts'
import { takeBack } from '../api/undone.ts'

export { takeBack, useAnswer } from '../api/undone.ts'

/** `[busy, undo]` for a button. */
export function useTakeBack(): [boolean, (changeset: string, subjects?: number[]) => Promise<UndoAnswer | null>] {
  const [busy, setBusy] = useState(false)
  const run = async (changeset: string, subjects?: number[]) => {
    setBusy(true)
    try {
      return await takeBack(changeset, subjects)
    } catch (error) {
      complain(error)
      return null
    } finally {
      setBusy(false)
    }
  }
  return [busy, run]
}
