/** What Ctrl K offers for a record: its deeds, where its state can be moved, what can be made for it. */
import type { ActionShape, ObjectShape, RecordJson, SchemaAnswer } from '../../lib/wire.ts'
import { say } from '../../ui/i18n.ts'
import { Plus, Right } from '../../ui/icons.ts'
import { change, complain } from '../api/deeds.ts'
import { objectNamed } from '../api/queries.ts'
import { startCreate } from '../form/creating.ts'
import { drawn, drawnOr } from '../icons.tsx'
import type { Deed } from '../palette/deeds.tsx'
import { movesOf } from './moves.ts'
import { sharing } from './shares.ts'
import { fieldOf, titleOf } from './titles.ts'
import { words } from './words.ts'

export function recordDeeds(
  schema: SchemaAnswer,
  { object, record }: { object: ObjectShape; record: RecordJson },
  start: (action: ActionShape) => void,
): Deed[] {
  const possible = object.actions.filter((action) => record.can[action.name] === true && action.name !== sharing.unshare)
  return [
    ...possible
      .toSorted((a, b) => Number(b.primary) - Number(a.primary))
      .map((action) => ({
        key: `here ${action.name}`,
        label: say(action.label),
        icon: drawnOr(action.icon ?? action.name, undefined),
        also: bothOf(action.label),
        onChoose: () => start(action),
      })),
    ...movesOf(object, record).map(({ field, id, label }) => ({
      key: `here to ${id}`,
      label: words.t('moveTo', { state: say(label) }),
      icon: <Right />,
      also: bothOf(label),
      onChoose: () => void change(object, record, { [field]: id }).catch(complain),
    })),
    ...madeFor(schema, object).map(({ other, by }) => ({
      key: `here new ${other.name} ${by}`,
      label: words.t('addHere', { object: say(other.label), title: titleOf(object, record) }),
      icon: other.icon ? drawn(other.icon) : <Plus />,
      also: `${words.t('add', { object: say(other.label) })} ${bothOf(other.label)}`,
      onChoose: () => startCreate({ object: other.name, preset: { [by]: { id: record.id, title: titleOf(object, record) } } }),
    })),
  ]
}

/** By which reference each kind is made for this one; the rare ones only at their place on the page. */
const madeFor = (schema: SchemaAnswer, object: ObjectShape) =>
  object.related.flatMap(({ object: name, field }) => {
    const other = objectNamed(schema, name)
    const at = other && fieldOf(other, field)
    return other && !other.quiet && other.can.create && at?.access === 'write' && !at.folded ? [{ other, by: field }] : []
  })

const bothOf = (label: { zh: string; en: string }) => `${label.zh} ${label.en}`
