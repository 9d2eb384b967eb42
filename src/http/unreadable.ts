import type { Socket } from 'node:net'
import { type ErrorCode, Refusal } from '../lib/errors.ts'
import { problemOf } from './problems.ts'

/** What is no HTTP, has an address of 16 kB or never ends is refused before there is a request; in the same words, in both languages. */
export function refuseUnreadable(error: Error & { code?: string }, socket: Socket): void {
  // The other side has gone, or has had an answer already.
  if (error.code === 'ECONNRESET' || !socket.writable || socket.bytesWritten > 0) return void socket.destroy()
  const code = codes.get(error.code ?? '') ?? 'malformed'
  const problem = problemOf(new Refusal(code, code === 'malformed' ? { reason: 'HTTP' } : {}), 'zh')
  const body = JSON.stringify({ ...problem, detail: `${problem.title} ${problemOf(new Refusal(code, { reason: 'HTTP' }), 'en').title}` })
  const head = [
    `HTTP/1.1 ${problem.status} ${reasons[problem.status] ?? 'Bad Request'}`,
    'content-type: application/problem+json; charset=utf-8',
    `content-length: ${Buffer.byteLength(body)}`,
    'cache-control: no-store',
    'connection: close',
  ]
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`)
}

const codes = new Map<string, ErrorCode>([
  ['HPE_HEADER_OVERFLOW', 'long-address'],
  ['ERR_HTTP_REQUEST_TIMEOUT', 'not-in-time'],
])
const reasons: Record<number, string> = { 408: 'Request Timeout', 431: 'Request Header Fields Too Large' }
