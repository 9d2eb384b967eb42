/** What follows from a write: values that a module's rule keeps elsewhere (a next step is a task), then reactions by the deed's name. */
import type { Placed } from '../catalog.ts'
import type { Draft } from './values.ts'
import type { Tx } from './tx.ts'

export const follow =
  (tx: Tx) =>
  async (object: Placed, drafts: Draft[], removed: string[] = []): Promise<void> => {
    for (const [name, rule] of Object.entries(tx.house.registry.rules)) {
      const written = drafts.flatMap((draft) => {
        const values = Object.fromEntries(Object.entries(draft.aside).filter(([field]) => object.fields.get(field)?.field.writtenBy === name))
        return Object.keys(values).length ? [{ id: draft.id, values, subject: draft.subject }] : []
      })
      if (written.length) await rule(tx, object.name, written)
    }
    const ids = removed.length ? removed : drafts.map((draft) => draft.id)
    for (const reaction of tx.house.registry.reactions) if (reaction.on === tx.deed && tx.deed.startsWith(`${object.name}.`)) await reaction.run(tx, ids)
  }
