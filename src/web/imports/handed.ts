/** A file dropped on a list waits here while the wizard opens. */
let waiting: { object: string; file: File } | null = null

export function hand(object: string, file: File): void {
  waiting = { object, file }
}

/** Gives it once, to the wizard of its object. */
export function take(object: string): File | null {
  const file = waiting?.object === object ? waiting.file : null
  waiting = null
  return file
}
