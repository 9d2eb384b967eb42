/** graphile-worker's loop in this process, begun again should it end by itself. */
import pg from 'pg'
import { type Runner, type TaskList, run } from 'graphile-worker'
import { setTimeout as pause } from 'node:timers/promises'
import { watch } from '../postgres/watch.ts'
import type { Slip } from './slip.ts'
import { schema } from './lay.ts'
import { callStranded, openPresence, unlockDead } from './presence.ts'
import { quietLogger } from './quiet.ts'

export type WorkerOptions = {
  runtimeUrl: string
  concurrency: number
  sweepMs: number
  log: (words: string) => void
  tasks: Record<string, (slip: Slip, signal: AbortSignal) => Promise<void>>
}

const patienceMs = 10_000
const statementTimeoutMs = 15_000

export function keepWorking(options: WorkerOptions): { stop: () => Promise<void> } {
  const pool = openPool(options)
  const presence = openPresence(options.runtimeUrl)
  const stopping = new AbortController()
  let runner: Runner | undefined
  const loop = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      try {
        runner = await run(settings(options, pool, presence.enter, stopping.signal))
        giveUpDeaf(runner)
        if (stopping.signal.aborted) await runner.stop()
        await over(runner)
      } catch (error) {
        if (!stopping.signal.aborted) options.log(`jobs: ${error instanceof Error ? error.message : String(error)}`)
      }
      await pause(1000, undefined, { ref: false, signal: stopping.signal }).catch(() => undefined)
    }
  }
  const running = loop()
  const look = () =>
    unlockDead(pool, presence.name())
      .then(() => callStranded(pool))
      .catch(() => undefined)
  void look()
  const timer = setInterval(() => void look(), options.sweepMs)
  timer.unref()
  return {
    async stop() {
      clearInterval(timer)
      stopping.abort()
      await atMost(patienceMs, Promise.all([runner?.stop().catch(() => undefined), running]))
      presence.leave()
      await atMost(2000, pool.end())
    },
  }
}

/** Of all workers together, before any of them has found or not found a job. */
const mostFailures = 8

/**
 * What its tasks are called in PostgreSQL graphile-worker asks once for all its workers, and keeps the answer also where it is a
 * failure: those that were begun the moment PostgreSQL died asked for jobs every 2 seconds, met that same failure each time and
 * did nothing any more, until the server was started again. So who has failed from the first on is given up, and others begin.
 */
function giveUpDeaf(runner: Runner): void {
  const { events } = runner
  let failures = 0
  const heard = () => void (failures = Number.NEGATIVE_INFINITY)
  events.on('job:start', heard)
  events.on('worker:getJob:empty', heard)
  events.on('worker:getJob:error', () => {
    if (++failures === mostFailures) void runner.stop().catch(() => undefined)
  })
}

/** It may stop and never say that it has, when the database went away in the middle of a job: then it is not waited for. */
const over = (runner: Runner) =>
  Promise.race([runner.promise, new Promise((resolve) => runner.events.once('stop', () => setTimeout(resolve, 2000)))])

function openPool({ runtimeUrl }: WorkerOptions): pg.Pool {
  // One listens for new jobs, the others fetch and finish them. Jobs themselves work on the house's connections.
  const pool = new pg.Pool({
    connectionString: runtimeUrl,
    max: 4,
    application_name: 'guanxi',
    options: `-c statement_timeout=${statementTimeoutMs}`,
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
  })
  pool.on('connect', (client) => client.on('error', () => undefined))
  pool.on('error', () => undefined)
  watch(pool, statementTimeoutMs)
  return pool
}

function settings(options: WorkerOptions, pool: pg.Pool, enter: (pool: string) => Promise<void>, signal: AbortSignal) {
  const taskList: TaskList = Object.fromEntries(
    Object.entries(options.tasks).map(([name, task]) => [name, (slip: unknown) => task(slip as Slip, signal)]),
  )
  return {
    pgPool: pool,
    schema,
    taskList,
    concurrency: options.concurrency,
    // ends are the business of the whole program (life.ts); a crontab file in the folder is nobody's business
    noHandleSignals: true,
    parsedCronItems: [],
    // what the end cuts off is done again: no news for whoever ends it
    logger: quietLogger((words) => void (signal.aborted || options.log(words))),
    preset: {
      // Batched, for only then is a job's end looked after when the database is away: otherwise the rejection ends the program.
      worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 },
      plugins: [
        {
          name: 'GuanxiPresence',
          version: '1.0.0',
          worker: {
            hooks: { startWorker: (_: unknown, { worker }: { worker: { workerPool: { id: string } } }) => enter(worker.workerPool.id) },
          },
        },
      ],
    },
  }
}

/** Waits no longer than this for something that may never end. */
const atMost = (ms: number, work: Promise<unknown>) => Promise.race([work, pause(ms, undefined, { ref: false })])
