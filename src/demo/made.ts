/** A record of the example on its way to the write road: when it was made and by whom, told as if it had happened. */
export type Made = { id: string; values: Record<string, unknown>; made: { at: string; by: string } }
