/** A grey PNG of these sides; `told`: what its head says instead. */
import { crc32, deflateSync } from 'node:zlib'

export function png(width: number, height: number, told = { width, height }): Buffer {
  const head = Buffer.alloc(13)
  head.writeUInt32BE(told.width, 0)
  head.writeUInt32BE(told.height, 4)
  head.set([8, 0, 0, 0, 0], 8)
  const rows = Buffer.alloc((width + 1) * height, 0x80)
  for (let y = 0; y < height; y++) rows[y * (width + 1)] = 0
  const parts = [chunk('IHDR', head), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))]
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), ...parts])
}

function chunk(type: string, content: Buffer): Buffer {
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(content.length)
  sum.writeUInt32BE(crc32(Buffer.concat([Buffer.from(type), content])))
  return Buffer.concat([length, Buffer.from(type), content, sum])
}
