import { readdirSync } from 'node:fs'
import { connect } from 'node:net'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type App, type Who, startApp } from '../../test/support/app.ts'
import { largestFile } from '../platform/files/receive.ts'

let app: App
beforeAll(async () => void (app = await startApp()))
afterAll(() => app.stop())

type Sent = { id: string; name: string; size: number; type: string }

async function send(
  key: string,
  ...files: [string, string | Uint8Array<ArrayBuffer>][]
): Promise<{ status: number; files: Sent[]; code?: string }> {
  const form = new FormData()
  for (const [name, content] of files) form.append('file', new Blob([content]), name)
  return post(key, form)
}

async function post(key: string, body: FormData | string, headers: Record<string, string> = {}) {
  const answer = await fetch(`${app.url}/api/v1/files`, { method: 'POST', headers: { authorization: `Bearer ${key}`, ...headers }, body })
  return { status: answer.status, ...((await answer.json()) as { files: Sent[]; code?: string }) }
}

const fetchFile = (key: string, id: string, headers: Record<string, string> = {}) =>
  fetch(`${app.url}/api/v1/files/${id}`, { headers: { authorization: `Bearer ${key}`, ...headers } })
const statusFor = async (who: Who, id: string) => (await fetchFile(app.keys[who], id)).status

async function oneFile(who: Who, content: string): Promise<Sent> {
  const { files } = await send(app.keys[who], ['名片.txt', content])
  return files[0]!
}

test('files are sent together and come back as they were', async () => {
  const png = Buffer.from('\x89PNG\r\n\x1a\n0000', 'latin1')
  const { status, files } = await send(app.keys.salesperson, ['报价 "单".txt', '价格：100'], ['card.jpg', png])
  expect(status).toBe(201)
  expect(files).toEqual([
    { id: expect.any(String), name: '报价 _单_.txt', size: 12, type: 'text/plain' },
    { id: expect.any(String), name: 'card.jpg', size: 12, type: 'image/png' },
  ])
  const answer = await fetchFile(app.keys.salesperson, files[0]!.id)
  expect(answer.status).toBe(200)
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    'content-type': expect.stringMatching(/^text\/plain/),
    'content-length': '12',
    'content-disposition': `attachment; filename="__ ___.txt"; filename*=UTF-8''%E6%8A%A5%E4%BB%B7%20_%E5%8D%95_.txt`,
    'x-content-type-options': 'nosniff',
    'content-security-policy': expect.stringContaining('sandbox'),
    'cache-control': 'private, no-cache',
  })
  expect(await answer.text()).toBe('价格：100')
  const again = await fetchFile(app.keys.salesperson, files[0]!.id, { 'if-none-match': answer.headers.get('etag')! })
  expect(again.status).toBe(304)
})

test('a page with a script goes out as plain text in a sandbox', async () => {
  const { files } = await send(app.keys.salesperson, ['evil.html', '<script>alert(1)</script>'])
  const answer = await fetchFile(app.keys.salesperson, files[0]!.id)
  expect(answer.headers.get('content-type')).toMatch(/^text\/plain/)
  expect(answer.headers.get('content-security-policy')).toMatch(/default-src 'none'.*sandbox/)
  expect(answer.headers.get('content-disposition')).toMatch(/^attachment/)
})

test('a file is for who sent it, until it hangs on a record; then for who may read that', async () => {
  const { id } = await oneFile('salesperson', '秘密报价')
  expect(await Promise.all([statusFor('salesperson', id), statusFor('manager', id), statusFor('other', id)])).toEqual([200, 404, 404])
  const lead = (await app.as.salesperson('POST', '/leads', { name: '李雷' })).body.id as string
  const activity = await app.as.salesperson('POST', '/activities', { kind: 'note', text: '附报价', lead, files: [id] })
  expect(activity.status).toBe(201)
  expect(activity.body.files).toEqual([{ id, name: '名片.txt', size: 12, type: 'text/plain' }])
  expect(await Promise.all([statusFor('salesperson', id), statusFor('manager', id), statusFor('other', id)])).toEqual([200, 200, 404])
  expect((await app.as.salesperson('DELETE', `/activities/${activity.body.id}`)).status).toBe(200)
  expect(await statusFor('manager', id)).toBe(404)
})

test('nobody reads a file by attaching it to a record of his own', async () => {
  const { id } = await oneFile('salesperson', '只给经理')
  const stolen = await app.as.other('POST', '/activities', { kind: 'note', text: '拿来', files: [id] })
  expect(stolen.status).toBe(422)
  expect(stolen.body.errors).toMatchObject([{ field: 'files', code: 'not-file' }])
  expect(await statusFor('other', id)).toBe(404)
  // twin: his own he may attach
  const own = await oneFile('other', '我的')
  expect((await app.as.other('POST', '/activities', { kind: 'note', text: '我的', files: [own.id] })).status).toBe(201)
})

test('who may write a record keeps the files that others hung on it', async () => {
  const { id } = await oneFile('salesperson', '先来的')
  const lead = (await app.as.salesperson('POST', '/leads', { name: '韩梅梅' })).body.id as string
  const activity = (await app.as.salesperson('POST', '/activities', { kind: 'note', text: '一', lead, files: [id] })).body
  const added = await oneFile('manager', '后来的')
  const changed = await app.as.manager('PATCH', `/activities/${activity.id}`, { files: [...activity.files, added.id] })
  expect(changed.status).toBe(200)
  expect(changed.body.files).toHaveLength(2)
  expect(await statusFor('salesperson', added.id)).toBe(200)
})

test('what a record says about a file is what the upload found', async () => {
  const { id } = await oneFile('salesperson', '短')
  const made = await app.as.salesperson('POST', '/activities', {
    kind: 'note',
    text: '改名',
    files: [{ id, name: '发票.pdf', size: 1, type: 'application/pdf' }],
  })
  expect(made.body.files).toEqual([{ id, name: '名片.txt', size: 3, type: 'text/plain' }])
})

test('another firm has neither the file nor, by sending the same, a sign of it', async () => {
  const { id } = await oneFile('salesperson', '共同的内容')
  const neighbour = await app.neighbour()
  expect((await fetchFile(neighbour.key, id)).status).toBe(404)
  const theirs = await send(neighbour.key, ['名片.txt', '共同的内容'])
  expect(theirs.files[0]!.id).not.toBe(id)
  expect((await fetchFile(app.keys.salesperson, theirs.files[0]!.id)).status).toBe(404)
  expect(readdirSync(app.house.files).toSorted()).toEqual([app.workspace.id, neighbour.workspace.id].toSorted())
})

test.each(['x', '00000000-0000-0000-0000-000000000000', '..%2f..%2fetc%2fpasswd'])('%s is not found', async (id) => {
  expect((await fetchFile(app.keys.salesperson, id)).status).toBe(404)
})

test('who is not signed in gets nothing', async () => {
  expect((await fetch(`${app.url}/api/v1/files/x`)).status).toBe(401)
  const form = new FormData()
  form.append('file', new Blob(['x']), 'x.txt')
  expect((await fetch(`${app.url}/api/v1/files`, { method: 'POST', body: form })).status).toBe(401)
})

test('too large a file is refused with its limit, and leaves nothing', async () => {
  const before = countFiles()
  const { status, code } = await send(app.keys.salesperson, ['film.bin', new Uint8Array(largestFile + 1)])
  expect([status, code]).toEqual([413, 'too-large'])
  expect(countFiles()).toBe(before)
})

test('what is no upload is refused in words', async () => {
  const { salesperson } = app.keys
  const empty = new FormData()
  empty.append('note', 'x')
  expect(await post(salesperson, empty)).toMatchObject({ status: 422, errors: [{ field: 'note', code: 'unknown-field' }] })
  expect(await post(salesperson, '{}', { 'content-type': 'application/json' })).toMatchObject({ status: 415, code: 'unsupported-media' })
  expect(await post(salesperson, 'x', { 'content-type': 'text/plain' })).toMatchObject({ status: 415 })
  expect(await post(salesperson, 'rubbish', { 'content-type': 'multipart/form-data; boundary=x' })).toMatchObject({ status: 400 })
  expect(await post(salesperson, 'rubbish', { 'content-type': 'multipart/form-data' })).toMatchObject({ status: 400 })
  expect(await post(salesperson, 'x', { 'content-type': `multipart/form-data; boundary=${'b'.repeat(300)}` })).toMatchObject({
    status: 400,
  })
  const many = await send(salesperson, ...Array.from({ length: 21 }, (_, i): [string, string] => [`${i}.txt`, String(i)]))
  expect(many).toMatchObject({ status: 400 })
  // no other route takes such bodies
  const elsewhere = await fetch(`${app.url}/api/v1/leads`, {
    method: 'POST',
    headers: { authorization: `Bearer ${salesperson}` },
    body: new FormData(),
  })
  expect(elsewhere.status).toBe(415)
})

test('a sender who hangs up half-way leaves nothing, and the server goes on', async () => {
  const before = countFiles()
  const { hostname, port } = new URL(app.url)
  const socket = connect(Number(port), hostname)
  socket.write(
    `POST /api/v1/files HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${app.keys.salesperson}\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 100000\r\n\r\n` +
      '--b\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\nhalf of it',
  )
  await expect.poll(countFiles).toBe(before + 1)
  socket.destroy()
  await expect.poll(countFiles).toBe(before)
  expect((await oneFile('salesperson', '还在')).size).toBe(6)
})

const countFiles = () =>
  readdirSync(path.join(app.house.files, app.workspace.id), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    .length
