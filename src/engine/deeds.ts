/** What people and programs do to records, each one deed with one changeset: create, change, remove, batch. Actions are next door. */
import { type FieldProblem, Refusal, invalid } from '../lib/errors.ts'
import type { RecordJson } from '../lib/wire.ts'
import type { House } from './house.ts'
import { isId, loadRecords } from './list.ts'
import type { Principal } from './principal.ts'
import { create } from './write/create.ts'
import { type Once, once } from './write/once.ts'
import { remove } from './write/remove.ts'
import { type Tx, deed } from './write/tx.ts'
import { update } from './write/update.ts'

export type Values = Record<string, unknown>
export type How = { once?: Once; via?: string }

export async function createRecord(house: House, who: Principal, object: string, values: Values, how: How = {}): Promise<RecordJson> {
  const { result } = await deed(
    house,
    who,
    `${object}.create`,
    (tx) =>
      once(tx, how.once, async () => {
        const { done } = await create(tx, object, [{ subject: 1, values }])
        return answer(tx, object, done[0]!.id)
      }),
    how,
  )
  return result
}

export async function updateRecord(
  house: House,
  who: Principal,
  object: string,
  id: string,
  { version, ...values }: Values,
  how: How = {},
): Promise<RecordJson> {
  const { result, changeset } = await deed(
    house,
    who,
    `${object}.update`,
    async (tx) => {
      await update(tx, object, [{ id: known(id), subject: 1, values, ...(version === undefined ? {} : { version: version as number }) }])
      return answer(tx, object, id)
    },
    how,
  )
  return { ...result, changeset }
}

export async function removeRecord(house: House, who: Principal, object: string, id: string): Promise<{ changeset: string }> {
  const { changeset } = await deed(house, who, `${object}.remove`, (tx) => remove(tx, object, [{ id: known(id), subject: 1 }]))
  return { changeset }
}

export type Batch = { create?: Values[]; update?: Values[]; remove?: string[] }

/** Up to 1,000 records, one changeset, all or nothing; problems are placed: `create.3.mobile`. */
export async function batch(
  house: House,
  who: Principal,
  object: string,
  wanted: Batch,
  how: How = {},
): Promise<{ changeset: string; records: RecordJson[] }> {
  const made = wanted.create ?? []
  const changed = wanted.update ?? []
  const gone = wanted.remove ?? []
  const total = made.length + changed.length + gone.length
  if (total > 1000) throw new Refusal('malformed', { reason: 'at most 1000' })
  const { result } = await deed(
    house,
    who,
    `${object}.batch`,
    (tx) =>
      once(tx, how.once, async () => {
        const created = await placed('create', made.length, () =>
          create(
            tx,
            object,
            made.map((values, i) => ({ subject: i + 1, values })),
          ),
        )
        const updated = await placed('update', changed.length, () =>
          update(
            tx,
            object,
            changed.map(({ id, version, ...values }, i) => ({
              id: known(id as string),
              subject: made.length + i + 1,
              values,
              ...(version === undefined ? {} : { version: version as number }),
            })),
          ),
        )
        if (gone.length)
          await remove(
            tx,
            object,
            gone.map((id, i) => ({ id: known(id), subject: made.length + changed.length + i + 1 })),
          )
        const ids = [...(created?.done ?? []), ...(updated?.done ?? [])].map((draft) => draft.id)
        const found = new Map((await loadRecords(tx, object, ids)).map((record) => [record.id, record]))
        return { changeset: tx.changeset, records: ids.flatMap((id) => found.get(id) ?? []) }
      }),
    how,
  )
  return result
}

async function placed<T>(part: string, count: number, work: () => Promise<T>): Promise<T | undefined> {
  if (!count) return undefined
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof Refusal) || !error.errors.length) throw error
    const at = (problem: FieldProblem) => ({ ...problem, field: `${part}.${count === 1 ? `0.${problem.field}` : problem.field}` })
    throw invalid(error.errors.map(at))
  }
}

const known = (id: string) => {
  if (typeof id !== 'string' || !isId(id)) throw new Refusal('not-found')
  return id
}

/** The record as the doer reads it now; he may have given it out of his own sight. */
async function answer(tx: Tx, object: string, id: string): Promise<RecordJson> {
  const [record] = await loadRecords(tx, object, [id])
  return { ...(record ?? ({ id, can: {} } as RecordJson)), changeset: tx.changeset }
}
