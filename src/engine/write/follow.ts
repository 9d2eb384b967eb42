/** What follows from a write: a document's lines, values that a module's rule keeps elsewhere (a next step is a task), then reactions by the deed's name. */
import type { Placed } from '../catalog.ts'
import { forgetNames } from '../titles.ts'
import { writeChildren } from './children.ts'
import { settleUp } from './settle-up.ts'
import type { Draft } from './values.ts'
import type { Tx } from './tx.ts'

export const follow =
  (tx: Tx) =>
  async (object: Placed, how: 'create' | 'update' | 'remove', drafts: Draft[], removed: string[] = []): Promise<void> => {
    if (how !== 'remove') await writeChildren(tx, object, drafts, how)
    await settleUp(tx)
    for (const [name, rule] of Object.entries(tx.house.registry.rules)) {
      const written = drafts.flatMap((draft) => {
        const values = Object.fromEntries(
          Object.entries(draft.aside).filter(([field]) => object.fields.get(field)?.field.writtenBy === name),
        )
        return Object.keys(values).length ? [{ id: draft.id, values, subject: draft.subject }] : []
      })
      if (written.length) await rule(tx, object.name, written)
    }
    if (!object.owner && !object.anchors.length) forgetNames(tx.principal)
    await react(tx, object, removed.length ? removed : drafts.map((draft) => draft.id))
  }

/** What must hold whatever writes an object holds after an undo, too: that calls this itself. */
export async function react(tx: Tx, object: Placed, ids: string[]): Promise<void> {
  for (const reaction of tx.house.registry.reactions)
    if (reaction.on === `${object.name}.*` || (reaction.on === tx.deed && tx.deed.startsWith(`${object.name}.`)))
      await reaction.run(tx, ids)
}
