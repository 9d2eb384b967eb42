/** What fills in a form by itself (orders for a receipt, a price, pasted rows) is waited for: whoever saves at once saves it too. */
const open = new Set<Promise<unknown>>()

export function awaited<T>(work: Promise<T>): Promise<T> {
  const ended = work.catch(() => undefined).finally(() => open.delete(ended))
  open.add(ended)
  return work
}

/** When all of it has come. */
export async function allCame(): Promise<void> {
  while (open.size > 0) await Promise.all(open)
}
