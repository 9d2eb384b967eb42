/** A table is imported over HTTP as a person would do it: sent, matched, checked, run. */
import { expect } from 'vitest'
import type { App, Who } from './app.ts'

export type Done = {
  id: string
  state: string
  changeset: string
  created: number
  updated: number
  failed: number
  skipped: number
  total: number
  counts: Record<string, number>
}

export const csvOf = (rows: (string | null)[][]) =>
  rows
    .map((cells) => cells.map((cell) => (/[",\n]/.test(cell ?? '') ? `"${cell!.replaceAll('"', '""')}"` : (cell ?? ''))).join(','))
    .join('\n')

export async function upload(url: string, key: string, object: string, csv: string): Promise<string> {
  const form = new FormData()
  form.set('object', object)
  form.set('file', new Blob([csv]), 'table.csv')
  const answer = await fetch(`${url}/api/v1/imports`, { method: 'POST', headers: { authorization: `Bearer ${key}` }, body: form })
  const body = await answer.json()
  expect([answer.status, body.code]).toEqual([201, undefined])
  return body.id
}

export async function importTable(
  app: App,
  who: Who,
  object: string,
  rows: (string | null)[][],
  choices: Record<string, unknown> = {},
): Promise<Done> {
  const id = await upload(app.url, app.keys[who], object, csvOf(rows))
  const call = app.as[who]
  if (Object.keys(choices).length) expect((await call('PATCH', `/imports/${id}`, choices)).status).toBe(200)
  expect((await call('POST', `/imports/${id}/check`)).status).toBe(202)
  await reached(app, who, id, 'checked')
  expect((await call('POST', `/imports/${id}/run`)).status).toBe(202)
  return reached(app, who, id, 'done')
}

export async function reached(app: Pick<App, 'as'>, who: Who, id: string, state: string): Promise<Done> {
  for (;;) {
    const { body } = await app.as[who]('GET', `/imports/${id}`)
    if (body.state === state) return body
    if (body.state === 'failed') throw new Error(`the import failed: ${body.error}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
