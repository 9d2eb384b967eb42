/**
 * Requests to the server. `get('/me')`, `send('PATCH', '/accounts/…', { name })`; a refusal is thrown as `Problem`.
 * Lost connections are tried again until they are back, writes with an Idempotency-Key, so that nothing is done twice and nothing typed is lost.
 */
import type { ProblemJson } from '../../lib/wire.ts'
import { language } from '../../ui/i18n.ts'
import { connection } from './connection.ts'

export const base = '/api/v1'

export class Problem extends Error {
  status: number
  code: string
  errors: { field: string; code: string; message: string }[]
  current: Record<string, unknown>
  constructor(json: ProblemJson) {
    super(json.errors?.length === 1 ? json.errors[0]!.message : json.title)
    this.status = json.status
    this.code = json.code
    this.errors = json.errors ?? []
    this.current = json.current ?? {}
  }
  /** What is wrong with each field, by its name. */
  byField(): Record<string, string> {
    return Object.fromEntries(this.errors.map(({ field, message }) => [field, message]))
  }
}

let csrf = ''
let signedOut: () => void = () => undefined
/** The session's second secret, from GET /me; every change carries it. */
export const carry = (token: string): void => {
  csrf = token
}
export const onSignedOut = (then: () => void): void => {
  signedOut = then
}

export type Asked = Record<string, string | number | boolean | null | undefined>

export const get = <T>(path: string, query?: Asked, signal?: AbortSignal): Promise<T> =>
  ask<T>('GET', path + search(query), undefined, { signal })

type Sending = { signal?: AbortSignal; once?: boolean }
/** `once`: the same request sent again must not be done again (creates, batches, deeds). */
export const send = <T>(method: 'POST' | 'PATCH' | 'DELETE' | 'PUT', path: string, body?: unknown, how: Sending = {}): Promise<T> =>
  ask<T>(method, path, body, how)

export function search(query: Asked = {}): string {
  const filled = Object.entries(query).filter(([, value]) => value !== undefined && value !== null && value !== '')
  const text = new URLSearchParams(filled.map(([name, value]) => [name, String(value)])).toString()
  return text && `?${text}`
}

async function ask<T>(method: string, path: string, body: unknown, how: Sending): Promise<T> {
  const form = body instanceof FormData
  const headers = new Headers({ accept: 'application/json', 'accept-language': language() === 'zh' ? 'zh-CN' : 'en' })
  if (body !== undefined && !form) headers.set('content-type', 'application/json')
  if (method !== 'GET') headers.set('x-csrf', csrf)
  if (how.once) headers.set('idempotency-key', key())
  const answer = await persist(
    () =>
      fetch(base + path, {
        method,
        headers,
        body: body === undefined ? undefined : form ? body : JSON.stringify(body),
        signal: how.signal,
        credentials: 'same-origin',
      }),
    how.signal,
    method === 'GET' || method === 'PATCH' || how.once === true,
  )
  if (answer.ok) return (answer.status === 204 ? null : await answer.json()) as T
  const problem = new Problem(await problemOf(answer))
  if (problem.status === 401 && path !== '/session') signedOut()
  throw problem
}

/** A lost connection or a server that is just starting is no answer: wait and ask again, a little longer each time. */
async function persist(request: () => Promise<Response>, signal: AbortSignal | undefined, again: boolean): Promise<Response> {
  for (let wait = 500; ; wait = Math.min(wait * 1.6, 8000)) {
    try {
      const answer = await request()
      if (answer.status < 502 || answer.status > 504 || !again) {
        connection.back()
        return answer
      }
    } catch (error) {
      if (signal?.aborted || !again || !(error instanceof TypeError)) throw error
    }
    connection.lost()
    await connection.pause(wait)
    if (signal?.aborted) throw new DOMException('given up', 'AbortError')
  }
}

async function problemOf(answer: Response): Promise<ProblemJson> {
  try {
    return (await answer.json()) as ProblemJson
  } catch {
    const title = language() === 'zh' ? `服务器出错了（${answer.status}）` : `The server failed (${answer.status})`
    return { type: 'about:blank', title, status: answer.status, code: 'unreadable', detail: title }
  }
}

/** crypto.randomUUID exists only on https and localhost; an office server is neither. */
export const key = (): string => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('')
