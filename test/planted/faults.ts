/**
 * Faults as people make them, one at a time: a text of the product, what it becomes, and the suites that must go red then. Whoever
 * moves such a text moves it here too; whoever adds a promise to docs/proof.md plants a fault against it.
 */
import { rights } from './rights.ts'
import { edges } from './edges.ts'
import { writing } from './writing.ts'

export type Fault = {
  /** What would be wrong with the house. */
  name: string
  file: string
  /** Stands exactly once in the file. */
  text: string
  planted: string
  /** Where it must be noticed; `only` is the beginning of a test's name. */
  suite: string
  only: string
  /** Noticed in a second or two, without a database: these are planted with every change. */
  quick?: true
}

export const faults: Fault[] = [...rights, ...writing, ...edges]
