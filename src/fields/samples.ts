/** What each type's samples.ts exports; conformance tests feed them to every derivation. */
export type Samples = {
  /** Field options to try (without label). */
  options: Record<string, unknown>[]
  /** API values that are accepted by options[0], with what is read back (default: the same). */
  good: { value: unknown; reads?: unknown }[]
  /** Values that are refused by options[0], with the problem's code. */
  bad: { value: unknown; code: string }[]
  /** A file's cell and the value read back, or the problem's code. */
  texts: { text: string; reads?: unknown; code?: string }[]
}
