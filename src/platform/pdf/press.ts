/**
 * Makes PDFs of sheets. The first one starts the typesetter (about half a second), which then stays: 35 ms for ten lines, 90 for sixty.
 *   const press = openPress()
 *   const pdf = await press.print(sheet, logo)
 */
import { type ChildProcess, fork } from 'node:child_process'
import path from 'node:path'
import { Refusal } from '../../lib/errors.ts'
import { type Sheet, printable } from '../../lib/sheet.ts'
import type { Done, Order } from './typesetter.ts'

export type Press = { print: (sheet: Sheet, logo: Uint8Array | null) => Promise<Buffer>; close: () => void }

/** A document of 500 lines, the most there are, takes 0.7 s; one that takes this long is given up, and the typesetter with it. */
const patienceMs = 20_000
/** More than these waiting: come again later. */
const mostWaiting = 50
/** Nobody prints: its 170 MB are given back. */
const idleMs = 10 * 60_000

type Waiting = { order: Order; done: (pdf: Buffer) => void; failed: (error: Error) => void }

export function openPress({ patience = patienceMs } = {}): Press {
  let typesetter: ChildProcess | undefined
  let timer: NodeJS.Timeout | undefined
  let count = 0
  const queue: Waiting[] = []

  /** One at a time: the first of the queue is in work. */
  function next(): void {
    clearTimeout(timer)
    const [first] = queue
    typesetter ??= start()
    timer = setTimeout(() => (first ? giveUp(new Refusal('slow')) : close()), first ? patience : idleMs)
    timer.unref()
    // the server may end while nothing is in work
    if (first) typesetter.channel?.ref()
    else typesetter.channel?.unref()
    if (first) typesetter.send(first.order)
  }

  function start(): ChildProcess {
    const child = fork(path.join(import.meta.dirname, 'typesetter.ts'), { execArgv: [], serialization: 'advanced', stdio: 'inherit' })
    child.on('message', (answer: Done) => {
      if (queue[0]?.order.id !== answer.id) return
      const { done, failed } = queue.shift()!
      if ('pdf' in answer) done(Buffer.from(answer.pdf))
      else failed(new Error(`a document was not set: ${answer.wrong}`))
      if (answer.worn) close()
      if (queue.length || typesetter) next()
    })
    const ended = (error: Error) => {
      if (child === typesetter) giveUp(error)
    }
    child.on('error', ended)
    child.on('exit', () => ended(new Error('the typesetter ended')))
    child.unref()
    return child
  }

  /** Whatever it was, the next document gets a fresh typesetter. */
  function giveUp(error: Error): void {
    close()
    queue.shift()?.failed(error)
    if (queue.length) next()
  }

  function close(): void {
    clearTimeout(timer)
    const child = typesetter
    typesetter = undefined
    child?.kill('SIGKILL')
  }

  return {
    close,
    print: (sheet, logo) =>
      new Promise((done, failed) => {
        if (queue.length >= mostWaiting) throw new Refusal('busy')
        queue.push({ order: { id: ++count, sheet: printable(sheet), logo }, done, failed })
        if (queue.length === 1) next()
      }),
  }
}
