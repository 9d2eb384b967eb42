/** What was typed and not yet saved survives a closed tab. */
const keyOf = (workspace: string, object: string) => `guanxi.draft.${workspace}.${object}`

export function readDraft(workspace: string, object: string): Record<string, unknown> | null {
  try {
    const kept = JSON.parse(localStorage.getItem(keyOf(workspace, object)) ?? 'null') as unknown
    return typeof kept === 'object' && kept !== null ? (kept as Record<string, unknown>) : null
  } catch {
    return null
  }
}

export function keepDraft(workspace: string, object: string, values: Record<string, unknown> | null): void {
  if (values === null || Object.keys(values).length === 0) localStorage.removeItem(keyOf(workspace, object))
  else localStorage.setItem(keyOf(workspace, object), JSON.stringify(values))
}
