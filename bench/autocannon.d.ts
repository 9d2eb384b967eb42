declare module 'autocannon' {
  import type { EventEmitter } from 'node:events'
  type Request = { path: string; method: string; headers: Record<string, string>; body?: string | undefined }
  type Options = { url: string; connections: number; duration: number; requests: Request[] }
  interface Run extends EventEmitter {
    on(event: 'response', listener: (client: unknown, status: number, bytes: number, time: number) => void): this
    on(event: 'reqError', listener: () => void): this
  }
  export default function autocannon(options: Options, done: (error: Error | null) => void): Run
}
