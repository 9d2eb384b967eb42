/** `GET /events`: what others do, as server-sent events, for as long as the session or key lives. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type Events, type Listening, openEvents } from '../engine/events.ts'
import type { House } from '../engine/house.ts'
import { Refusal } from '../lib/errors.ts'
import { forgetPrincipal, principalFor, workspaceOf } from './acting.ts'
import { openTo, whoAsks } from './guard.ts'
import { languageOf } from './language.ts'
import { type Stream, openStream } from './stream.ts'

/** Twice a second: a session that was revoked here ends its streams at once, one revoked by another server within its second. */
const askMs = 400
const beatMs = 20_000
/** Streams at a time of one person in one workspace: as many windows as anybody has open. */
const most = 30

export const eventRoutes =
  (house: House, events: Events = openEvents(house)) =>
  (api: FastifyInstance) => {
    const open = new Map<string, number>()
    api.addHook('preClose', events.close)

    api.get('/events', { exposeHeadRoute: false, config: openTo('member') }, async (request, reply) => {
      const { workspace, user } = request.who
      const key = `${workspace} ${user}`
      const count = open.get(key) ?? 0
      if (count >= most) throw new Refusal('too-many', { seconds: 10 })
      open.set(key, count + 1)
      const release = () => void (open.get(key) === 1 ? open.delete(key) : open.set(key, (open.get(key) ?? 1) - 1))
      try {
        await stream(house, events, request, reply, release)
      } catch (error) {
        release()
        throw error
      }
      return reply
    })
  }

async function stream(house: House, events: Events, request: FastifyRequest, reply: FastifyReply, release: () => void): Promise<void> {
  const began = request.who
  const stillHe = async () => {
    const now = (await whoAsks(house.database, request))?.place
    return now && now.workspace === began.workspace && now.user === began.user ? now : null
  }
  const language = languageOf(request.headers['accept-language'])
  // What is heard before the first byte went out is kept until then: an answer that has begun can refuse nothing any more.
  const line: { out?: Stream; early: Parameters<Stream['send']>[]; ended: boolean } = { early: [], ended: false }
  const listener = {
    async principal(anew?: 'anew') {
      const now = await stillHe()
      if (now && anew) forgetPrincipal(house, now)
      return now && principalFor(house, now, language)
    },
    hear: (...heard: Parameters<Stream['send']>) => (line.out ? line.out.send(...heard) : void line.early.push(heard)),
    close: () => (line.out ? line.out.close() : void (line.ended = true)),
  }
  const listening = await events.listen(workspaceOf(began), listener, lastIdOf(request))
  const out = (line.out = openStream(reply))
  for (const heard of line.early.splice(0)) out.send(...heard)
  out.mark(listening.position())
  attend(out, listening, stillHe, release)
  if (line.ended) out.close()
}

/** Looks after a stream until it ends, by whatever end. */
function attend(out: Stream, listening: Listening, stillHe: () => Promise<unknown>, release: () => void): void {
  const ask = setInterval(() => {
    stillHe().then(
      (he) => he ?? out.close(),
      // The database is away for a moment: whoever may listen is decided when it is back, and until then there is nothing to hear.
      () => undefined,
    )
  }, askMs)
  const beat = setInterval(() => out.mark(listening.position()), beatMs)
  out.onEnd(() => {
    clearInterval(ask)
    clearInterval(beat)
    listening.leave()
    release()
  })
}

function lastIdOf(request: FastifyRequest): string | undefined {
  const given = request.headers['last-event-id']
  return typeof given === 'string' && given !== '' ? given : undefined
}
