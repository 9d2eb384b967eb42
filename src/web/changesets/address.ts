export type ChangesAddress = { tab?: 'mine' | 'bin'; open?: string }

export function readChanges(search: Record<string, unknown>): ChangesAddress {
  return {
    ...(search.tab === 'mine' || search.tab === 'bin' ? { tab: search.tab } : {}),
    ...(typeof search.open === 'string' ? { open: search.open } : {}),
  }
}
