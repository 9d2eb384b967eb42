/**
 * Whoever wants a record that another holds waits for it on a connection. A hundred of them would have all connections, and those who
 * only read would wait with them: so a quarter of a pool is never a writer's. They come in turn; one who waits too long is told that
 * it is busy.
 */
import type { Connections } from './logins.ts'

type Turns = { free: number; waiting: Set<() => void> }
const known = new WeakMap<Connections, Turns>()

/** As long as a connection is waited for. */
const patienceMs = 10_000

export async function asWriter<T>(pool: Connections, work: () => Promise<T>): Promise<T> {
  const turns = turnsOf(pool)
  if (turns.free > 0) turns.free--
  else await turn(turns)
  try {
    return await work()
  } finally {
    const [next] = turns.waiting
    // handed over, so that nobody comes in between
    if (next) next()
    else turns.free++
  }
}

function turnsOf(pool: Connections): Turns {
  const found = known.get(pool)
  if (found) return found
  const { max = 1 } = pool.options
  // one of the owner's two is no reader's
  const turns: Turns = { free: max < 4 ? max : Math.floor((3 * max) / 4), waiting: new Set() }
  known.set(pool, turns)
  return turns
}

function turn({ waiting }: Turns): Promise<void> {
  return new Promise((resolve, reject) => {
    const come = () => {
      waiting.delete(come)
      clearTimeout(timer)
      resolve()
    }
    const timer = setTimeout(() => {
      waiting.delete(come)
      reject(Object.assign(new Error('too many write at a time'), { code: '55006' }))
    }, patienceMs)
    waiting.add(come)
  })
}
