/** Takes a deed back, wholly or some of its rows, and keeps what came of it, so that it stands where the deed is shown. */
import { useSyncExternalStore } from 'react'
import type { UndoAnswer } from '../../lib/wire.ts'
import { send } from './http.ts'
import { queries } from './queries.ts'
import { listsOf } from './rows.ts'

let answers: ReadonlyMap<string, UndoAnswer> = new Map()
const listeners = new Set<() => void>()

export async function takeBack(changeset: string, subjects?: number[]): Promise<UndoAnswer> {
  const answer = await send<UndoAnswer>('POST', `/changesets/${changeset}/undo`, subjects ? { subjects } : {}, { once: true })
  answers = new Map(answers).set(changeset, answer)
  for (const listener of listeners) listener()
  void queries.invalidateQueries({ predicate: ({ queryKey: [kind] }) => kind !== 'me' && kind !== 'schema' })
  for (const rows of listsOf('*')) rows.refresh()
  return answer
}

/** What came of undoing this changeset, if it was undone here. */
export const useAnswer = (changeset: string): UndoAnswer | undefined => useSyncExternalStore(listen, () => answers).get(changeset)

function listen(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
