/** The program as people run it, with a firm in it, whose plug can be pulled: on the server or on its PostgreSQL, as kill -9 does it. */
import { setTimeout as pause } from 'node:timers/promises'
import { type Call, caller } from './app.ts'
import { answering, dataFolder, endAll, freePort, gone, postgresPid, start } from './started.ts'

export type Plug = { call: Call; pull: (what: 'server' | 'postgres') => Promise<void>; end: () => Promise<void> }

export async function plugIn(): Promise<Plug> {
  const data = dataFolder()
  const env = { GUANXI_DATA: data.folder, PORT: String(await freePort()) }
  const begin = () => start(env, ['node_modules/.bin/node', 'src/main.ts'])
  let server = begin()
  const url = await answering(server)
  const words = ['setup', '--workspace', '北辰贸易', '--name', '王芳', '--email', 'wang@firm.cn', '--password', 'correct horse', '--json']
  const setup = start(env, ['node', 'bin/guanxi.mjs', ...words])
  if ((await setup.ended) !== 0) throw new Error(setup.err())
  return {
    call: caller(url, JSON.parse(setup.out()).apiKey),
    async pull(what) {
      const pid = what === 'server' ? server.pid : postgresPid(data.folder)
      process.kill(pid, 'SIGKILL')
      await gone(pid)
      if (what === 'server') {
        await server.ended
        server = begin()
        await answering(server)
      }
    },
    async end() {
      await endAll()
      data.remove()
    },
  }
}

/** Asks again until it is answered, as a client does that heard nothing. */
export async function insist(ask: () => ReturnType<Call>): ReturnType<Call> {
  for (;;) {
    const answer = await ask().catch(() => ({ status: 0 }))
    if (answer.status !== 0 && answer.status < 500) return answer as Awaited<ReturnType<Call>>
    await pause(100)
  }
}
