import { fieldAccess } from '../../../engine/principal.ts'
import { lock } from '../../../engine/write/rows.ts'
import type { Tx } from '../../../engine/write/tx.ts'
import { update } from '../../../engine/write/update.ts'

/** What a contact who was chosen lacks, the lead gives; what stands there stays. One who hangs on nobody hangs on the customer. */
export async function fillContact(
  tx: Tx,
  contact: { id: string; subject: number },
  account: string,
  person: Record<string, unknown>,
): Promise<void> {
  const object = tx.catalog.objects.get('contact')!
  const row = (await lock(tx, object, [contact.id])).get(contact.id)
  if (!row) return
  const lacking = Object.entries({ ...person, account }).filter(([name]) => {
    const at = object.fields.get(name)!
    return row[at.columns[0]!.name] === null && fieldAccess(tx.principal, 'contact', name) === 'write'
  })
  // One whom he may only read stays as he is.
  if (lacking.length) await update(tx, 'contact', [{ ...contact, values: Object.fromEntries(lacking) }], { collect: true })
}
