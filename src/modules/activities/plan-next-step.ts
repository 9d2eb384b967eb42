import type { Rule } from '../../engine/module.ts'
import { list, loadRecords } from '../../engine/list.ts'
import type { RecordJson, Ref } from '../../lib/wire.ts'
import { create } from '../../engine/write/create.ts'
import { remove } from '../../engine/write/remove.ts'
import { update } from '../../engine/write/update.ts'
import type { Tx } from '../../engine/write/tx.ts'

type Plan = { on: { object: string; id: string }; owner: string | null; text?: string | null; at?: string | null; subject: number }

/**
 * Writing a next step makes the task, or changes the earliest open one; emptying both removes it. On a follow-up the task
 * belongs to what the follow-up is about.
 */
export const planNextStep: Rule = async (tx, object, written) => {
  const records = new Map(
    (
      await loadRecords(
        tx,
        object,
        written.map((each) => each.id),
      )
    ).map((record) => [record.id, record]),
  )
  const plans = written.flatMap(({ id, values, subject }): Plan[] => {
    const record = records.get(id)
    if (!record) return []
    const about = object === 'activity' ? aboutOf(tx, record) : { object, id }
    if (!about || (object === 'activity' && !values.nextStep && !values.nextStepAt)) return []
    const plan: Plan = { on: about, owner: (record.owner as Ref | null)?.id ?? null, subject }
    if ('nextStep' in values) plan.text = values.nextStep as string | null
    if ('nextStepAt' in values) plan.at = values.nextStepAt as string | null
    return [plan]
  })
  for (const [on, group] of Map.groupBy(plans, (plan) => plan.on.object)) await carryOut(tx, on, group)
}

/** What a follow-up is about: the first that is filled of what may open it, a deal before its customer. */
function aboutOf(tx: Tx, activity: Record<string, unknown>): { object: string; id: string } | undefined {
  for (const at of tx.catalog.objects.get('activity')!.anchors) {
    const about = activity[at.name] as Ref | null
    if (about) return { object: at.name, id: about.id }
  }
  return undefined
}

async function carryOut(tx: Tx, on: string, plans: Plan[]): Promise<void> {
  const open = await openTasks(
    tx,
    on,
    plans.map((plan) => plan.on.id),
  )
  const fresh = plans.filter((plan) => !open.has(plan.on.id) && (plan.text || plan.at))
  const done = plans.filter((plan) => open.has(plan.on.id) && plan.text === null && plan.at === null)
  const moved = plans.filter((plan) => open.has(plan.on.id) && !done.includes(plan))
  const words = (plan: Plan) => ({
    ...(plan.text === undefined ? {} : { text: plan.text }),
    ...(plan.at === undefined ? {} : { dueAt: plan.at }),
  })
  if (fresh.length)
    await create(
      tx,
      'activity',
      fresh.map((plan) => ({ subject: plan.subject, values: { kind: 'task', [on]: plan.on.id, owner: plan.owner, ...words(plan) } })),
      { trusted: true },
    )
  if (moved.length)
    await update(
      tx,
      'activity',
      moved.map((plan) => ({ id: open.get(plan.on.id)!, subject: plan.subject, values: words(plan) })),
      { trusted: true },
    )
  if (done.length)
    await remove(
      tx,
      'activity',
      done.map((plan) => ({ id: open.get(plan.on.id)!, subject: plan.subject })),
      { trusted: true },
    )
}

/** The earliest open task of each record. */
async function openTasks(tx: Tx, on: string, ids: string[]): Promise<Map<string, string>> {
  const filter = {
    and: [
      { field: on, op: 'in', value: ids },
      { field: 'kind', op: 'eq', value: 'task' },
      { field: 'doneAt', op: 'empty', value: true },
    ],
  }
  // As the record shows it: by day, those without a day last. A deed on a thousand records may meet many tasks of each.
  const { records } = await list(tx, 'activity', { filter, sort: '-dueAt', limit: 20_000, fields: [on, 'dueAt'] })
  const dated = (record: RecordJson) => Number(record.dueAt !== null)
  return new Map(records.toSorted((a, b) => dated(a) - dated(b)).map((record) => [(record[on] as Ref).id, record.id]))
}
