/** What a changeset did, record by record, and what was removed: the shapes that travel. */
import type { ChangesetJson, Ref, ShareChange } from './wire.ts'

export type ChangedRecord = {
  /** What a person means by a row of the deed; `undo` takes a list of them. */
  subject: number
  object: string
  id: string
  /** null where the reader may not read the record. */
  title: string | null
  did: 'created' | 'changed' | 'removed'
  /** Is it there now? */
  exists: boolean
  changes: { field: string; before: unknown; after: unknown }[]
  shares?: ShareChange[]
}
export type ChangesAnswer = { records: ChangedRecord[]; next: string | null }

export type RemovedRecord = {
  changeset: string
  /** The deed's name such as lead.remove. */
  deed: string
  at: string
  by: Ref | null
  canUndo: boolean
  subject: number
  object: string
  id: string
  title: string
}
export type RemovedAnswer = { records: RemovedRecord[]; next: string | null }

/** The record that a person would name a deed by; its title is null where it is gone or may not be read. */
export type About = { object: string; id: string; title: string | null }
export type ChangesetAbout = ChangesetJson & { about: About | null }
