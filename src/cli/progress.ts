import { languageOf } from '../lib/halt.ts'
import type { Words } from './command.ts'

/** How far a long piece of work is, on one line that is written over; only where somebody looks. */
export type Progress = { show: (what: Words, done: number, total: number) => void; clear: () => void }

export function progressOn(stream: NodeJS.WriteStream): Progress {
  if (!stream.isTTY) return { show: () => undefined, clear: () => undefined }
  const whole = '\r\u001b[K'
  return {
    show: (what, done, total) => stream.write(`${whole}${lineOf(what[languageOf(process.env)], done, total)}`),
    clear: () => stream.write(whole),
  }
}

/** 检查 12,000 / 50,000（24%） */
export function lineOf(what: string, done: number, total: number): string {
  const part = total > 0 ? Math.floor((done / total) * 100) : 0
  return `${what} ${done.toLocaleString('en')} / ${total.toLocaleString('en')} (${part}%)`
}
