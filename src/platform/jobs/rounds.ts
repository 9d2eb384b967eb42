/** Something that is done again and again beside all else, one round at a time; `stop` waits for the one under way. */
export type Rounds = { stop: () => Promise<void> }

/** `round` is told how to ask whether it should break off; what it throws goes to `failed`. Nothing is kept alive by it. */
export function keepDoing(everyMs: number, round: (stopped: () => boolean) => Promise<void>, failed: (error: unknown) => void): Rounds {
  let stopped = false
  let busy = false
  let running: Promise<void> = Promise.resolve()
  const begin = () => {
    if (busy) return
    busy = true
    running = round(() => stopped)
      .catch(failed)
      .finally(() => (busy = false))
  }
  const timer = setInterval(begin, everyMs)
  timer.unref()
  return {
    stop() {
      stopped = true
      clearInterval(timer)
      return running
    },
  }
}
