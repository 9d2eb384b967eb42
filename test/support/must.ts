/** Requests that must be answered with yes; `app` is asked for when it is there. */
import { expect } from 'vitest'
import type { Answer, App, Who } from './app.ts'

export function demanding(app: () => App) {
  const must = async (who: Who, method: string, path: string, body?: unknown): Promise<Answer['body']> => {
    const answer = await app().as[who](method, path, body)
    expect([answer.status < 300, answer.body]).toEqual([true, answer.body])
    return answer.body
  }
  const make = async (path: string, values: object, who: Who = 'salesperson') => (await must(who, 'POST', path, values)).id as string
  const status = (who: Who, path: string) => async () => (await app().as[who]('GET', path)).status
  return { must, make, status }
}
