import { setTimeout as pause } from 'node:timers/promises'
import { Halt, say } from '../lib/halt.ts'

/** What a running program may ask for: to have something done at its end (last begun, first ended), or to end because something failed. */
export type Life = { atEnd: (end: () => Promise<void> | void) => void; fail: (reason: Error) => void }

/** Starts, lives until it is asked to stop, and ends in order. A start that cannot go on says one sentence and exits with 1. */
export async function live(start: (life: Life) => Promise<void>): Promise<void> {
  const ends: (() => Promise<void> | void)[] = []
  let ask = (): void => undefined
  const asked = new Promise<void>((resolve) => (ask = resolve))
  const fail = (reason: unknown) => {
    process.exitCode = 1
    console.error(reason instanceof Halt ? say(reason) : reason)
    ask()
  }
  listenForTheEnd(ask, fail)
  await start({ atEnd: (end) => ends.push(end), fail }).catch(fail)
  await asked
  // one that does not come to its end must not keep the next from its own: PostgreSQL, told to stop, does so without us too
  for (const end of ends.toReversed()) await Promise.race([Promise.resolve().then(end).catch(fail), pause(20_000)])
  process.exit()
}

/** Ctrl-C, SIGTERM, and the channel to the launcher closing because it was killed. Asked twice is asked once. */
function listenForTheEnd(ask: () => void, fail: (reason: unknown) => void): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'disconnect'] as const) process.on(signal, ask)
  process.on('SIGHUP', () => (process.stdout.isTTY ? ask() : undefined))
  process.on('uncaughtException', fail)
  process.on('unhandledRejection', fail)
  // the terminal may be gone before we are
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined)
}
