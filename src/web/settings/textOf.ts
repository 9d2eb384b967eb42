/** A value that is text; anything else, and nothing, is empty text. */
export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')
