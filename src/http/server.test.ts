import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { brotliCompressSync, brotliDecompressSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshServer, somebody } from '../../test/support/server.ts'
import type { FreshServer } from '../../test/support/server.ts'
import { openTo } from './guard.ts'
import type { Routes } from './server.ts'

const dist = mkdtempSync(path.join(tmpdir(), 'guanxi-dist-'))
mkdirSync(path.join(dist, 'assets'))
writeFileSync(path.join(dist, 'index.html'), '<!doctype html><title>关系</title>')
writeFileSync(path.join(dist, 'assets/app-3f9a.js'), 'console.log(1)')
writeFileSync(path.join(dist, 'assets/app-3f9a.js.br'), brotliCompressSync('console.log(1)'))

const seen: { method: string; url: string; open: boolean }[] = []
const watch: Routes = (api) => {
  api.addHook('onRoute', ({ method, url, config }) => {
    for (const one of [method].flat()) seen.push({ method: one, url, open: config?.authz?.who === 'public' })
  })
}
const extra: Routes = (api) => {
  api.get('/things/:id', { config: openTo('member') }, async (one) => ({ user: one.who.user }))
  api.patch('/things/:id', { config: openTo('member') }, async () => ({}))
  api.get('/open', { config: openTo('public') }, async (one) => one.who)
}

let server: FreshServer
let base: string
beforeAll(async () => {
  server = await freshServer({
    config: { dist },
    routes: [watch, extra],
  })
  await server.app.listen({ port: 0, host: '127.0.0.1' })
  base = `http://127.0.0.1:${(server.app.server.address() as AddressInfo).port}`
})
afterAll(async () => {
  await server.drop()
  rmSync(dist, { recursive: true })
})

test('nobody gets into a route that does not say it is public', async () => {
  const table = server.app.printRoutes({ commonPrefix: false, includeMeta: false })
  expect(table).toContain('/api/v1/me')
  const closed = seen.filter(({ open }) => !open)
  expect(closed.length).toBeGreaterThanOrEqual(3)
  const own = [
    ['POST', '/session/workspace'],
    ['DELETE', '/session'],
    ['GET', '/me'],
    ['POST', '/me/password'],
    ['GET', '/me/keys'],
    ['POST', '/me/keys'],
    ['DELETE', '/me/keys/1'],
  ].map(([method = '', url = '']) => ({ method, url: `/api/v1${url}` }))
  for (const { method, url } of [...closed, ...own]) {
    const answer = await fetch(base + url, { method })
    expect(answer.status, `${method} ${url}`).toBe(401)
    expect(answer.headers.get('www-authenticate')).toBe('Bearer')
  }
  // A public route that asks who it is by mistake is refused, not served as nobody.
  expect((await fetch(`${base}/api/v1/open`)).status).toBe(401)
})

test('no answer of the API is kept by a browser or a proxy', async () => {
  const { key } = await somebody(server)
  const answer = await fetch(`${base}/api/v1/things/1`, { headers: { authorization: `Bearer ${key}` } })
  expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-store'])
})

test('the guard asks before it reads the body', async () => {
  const answer = await fetch(`${base}/api/v1/things/1`, { method: 'PATCH', body: '{', headers: { 'content-type': 'application/json' } })
  expect(answer.status).toBe(401)
})

test('a browser signs in, carries its cookie and csrf, and signs out', async () => {
  const { email, password, user } = await somebody(server)
  const json = { 'content-type': 'application/json', origin: base }
  const entered = await fetch(`${base}/api/v1/session`, { method: 'POST', body: JSON.stringify({ email, password }), headers: json })
  const cookie = entered.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  const { csrf } = (await entered.json()) as { csrf: string }
  expect(await (await fetch(`${base}/api/v1/things/1`, { headers: { cookie } })).json()).toEqual({ user })
  const change = (headers: Record<string, string>) =>
    fetch(`${base}/api/v1/things/1`, { method: 'PATCH', headers: { cookie, origin: base, ...headers } })
  expect((await change({})).status).toBe(403)
  expect((await change({ 'x-csrf': csrf, origin: 'http://127.0.0.1:1' })).status).toBe(403)
  expect((await change({ 'x-csrf': csrf })).status).toBe(200)
  expect((await fetch(`${base}/api/v1/session`, { method: 'DELETE', headers: { cookie, 'x-csrf': csrf } })).status).toBe(204)
  expect((await fetch(`${base}/api/v1/things/1`, { headers: { cookie } })).status).toBe(401)
})

test('pages of the app are index.html, assets are kept for a year, what is gone is 404', async () => {
  const page = await fetch(`${base}/leads/1`, { headers: { accept: 'text/html,*/*;q=0.8' } })
  expect([page.status, page.headers.get('content-type'), page.headers.get('cache-control')]).toEqual([
    200,
    'text/html; charset=utf-8',
    'no-cache',
  ])
  expect(await page.text()).toContain('关系')
  expect((await fetch(`${base}/`)).status).toBe(200)
  const asset = await fetch(`${base}/assets/app-3f9a.js`, { headers: { 'accept-encoding': 'identity' } })
  expect(asset.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
  expect((await fetch(`${base}/assets/gone-1234.js`)).status).toBe(404)
  expect((await fetch(`${base}/api/v1/gone`, { headers: { accept: 'text/html' } })).headers.get('content-type')).toContain('problem+json')
  expect((await fetch(`${base}/leads`, { method: 'POST', headers: { accept: 'text/html' } })).status).toBe(404)
  for (const way of ['/../package.json', '/..%2f..%2fetc/passwd', '/assets/..%5c..%5cindex.html', '/.env']) {
    expect((await raw(`GET ${way} HTTP/1.1`)).split('\r\n')[0], way).toMatch(/ (400|403|404) /)
  }
})

test('what was compressed at build time goes out as it lies there', async () => {
  const answer = await new Promise<{ encoding: string | undefined; body: Buffer }>((resolve, reject) => {
    request(`${base}/assets/app-3f9a.js`, { headers: { 'accept-encoding': 'br' } }, (response) => {
      const parts: Buffer[] = []
      response.on('data', (part: Buffer) => parts.push(part))
      response.on('end', () => resolve({ encoding: response.headers['content-encoding'], body: Buffer.concat(parts) }))
    })
      .on('error', reject)
      .end()
  })
  expect(answer.encoding).toBe('br')
  expect(brotliDecompressSync(answer.body).toString()).toBe('console.log(1)')
})

test('every answer forbids inline scripts, framing and guessing of types', async () => {
  for (const url of ['/', '/assets/app-3f9a.js', '/api/v1/me', '/nowhere', '/health']) {
    const { headers } = await fetch(base + url)
    const policy = headers.get('content-security-policy') ?? ''
    expect(policy, url).toContain("script-src 'self';")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toMatch(/script-src[^;]*unsafe/)
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('access-control-allow-origin')).toBeNull()
  }
})

test('rubbish instead of HTTP gets an end, and the server lives on', async () => {
  expect(await raw('GET / HTTP/9.9')).toMatch(/^HTTP\/1.1 400 /)
  expect(await raw(`GET /${'x'.repeat(40_000)} HTTP/1.1`)).toMatch(/^HTTP\/1.1 431 /)
  expect((await fetch(`${base}/health`)).status).toBe(200)
})

function raw(line: string): Promise<string> {
  return new Promise((resolve) => {
    const { hostname, port } = new URL(base)
    let answer = ''
    const socket = connect(Number(port), hostname, () => socket.write(`${line}\r\nHost: x\r\nConnection: close\r\n\r\n`))
    socket.on('data', (part) => (answer += part.toString()))
    socket.on('error', () => undefined)
    socket.on('close', () => resolve(answer))
  })
}
