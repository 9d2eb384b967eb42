import { useEffect, useRef } from 'react'
import type { ObjectShape } from '../../lib/wire.ts'
import { queries } from '../api/queries.ts'
import type { Rows } from '../api/rows.ts'
import { onLive } from '../live/live.ts'

/** Cards that others change are seen at once; which column they came to and what is added up is read at most so often. */
const pause = 4000

/** Reads a board anew: columns that were left and come back, and after what others did. */
export function useFollowing(object: ObjectShape, columns: Rows[]): void {
  const now = useRef(columns)
  now.current = columns
  const key = columns.map((rows) => JSON.stringify(rows.ask)).join()
  useEffect(() => {
    for (const rows of now.current) if (rows.read().state === 'idle') rows.refresh()
  }, [key])
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    let last = 0
    const read = () => {
      timer = undefined
      last = Date.now()
      void queries.invalidateQueries({ queryKey: ['board', object.name] })
      for (const rows of now.current) if (rows.heard()) rows.refresh()
    }
    const stop = onLive((name) => {
      if (name === object.name) timer ??= setTimeout(read, Math.max(100, last + pause - Date.now()))
    })
    return () => {
      stop()
      clearTimeout(timer)
    }
  }, [object.name])
}
