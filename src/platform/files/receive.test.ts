import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { forgetHalves, receiveFile } from './receive.ts'

let folder: string
beforeEach(() => void (folder = mkdtempSync(path.join(tmpdir(), 'guanxi-receive-'))))
afterEach(() => rmSync(folder, { recursive: true }))

const part = (...chunks: string[]) => ({ file: Readable.from(chunks.map((chunk) => Buffer.from(chunk))) })
const everything = () => readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())

test('a file lies under the hash of its content', async () => {
  const received = await receiveFile(part('一', '二'), folder)
  const hash = createHash('sha256').update('一二').digest('hex')
  expect(received).toEqual({ path: path.join(folder, hash.slice(0, 2), hash), hash, size: 6 })
  expect(readFileSync(received.path, 'utf8')).toBe('一二')
})

test('the same content twice is kept once, another beside it', async () => {
  const [first, second] = await Promise.all([receiveFile(part('same'), folder), receiveFile(part('sa', 'me'), folder)])
  expect(second).toEqual(first)
  expect(everything()).toHaveLength(1)
  await receiveFile(part('other'), folder)
  expect(everything()).toHaveLength(2)
})

test('too large a file is refused on the way, and nothing of it stays', async () => {
  await expect(receiveFile(part('12345', '67890', '1'), folder, 10)).rejects.toMatchObject({ code: 'too-large' })
  expect(everything()).toEqual([])
  // twin: exactly as large as allowed is kept
  await receiveFile(part('12345', '67890'), folder, 10)
  expect(everything()).toHaveLength(1)
})

test('a file that its reader cut short is not kept as if it were whole', async () => {
  const cut = part('12345')
  Object.assign(cut.file, { truncated: true })
  await expect(receiveFile(cut, folder)).rejects.toMatchObject({ code: 'too-large' })
  expect(everything()).toEqual([])
})

test('a sender who goes away half-way leaves nothing', async () => {
  const half = Readable.from(
    (async function* () {
      yield Buffer.from('half')
      throw new Error('gone')
    })(),
  )
  await expect(receiveFile({ file: half }, folder)).rejects.toThrow('gone')
  expect(everything()).toEqual([])
})

test('what a kill left half is gone after a day, what is just coming in stays, and so do whole files', async () => {
  await receiveFile(part('whole'), folder)
  mkdirSync(path.join(folder, 'incoming'), { recursive: true })
  writeFileSync(path.join(folder, 'incoming/half'), 'ha')
  await forgetHalves(folder)
  expect(everything()).toHaveLength(2)
  await forgetHalves(folder, Date.now() + 86_400_001)
  expect(everything()).toHaveLength(1)
})
