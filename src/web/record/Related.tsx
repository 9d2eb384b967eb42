import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ListAnswer, ObjectShape, RecordJson, Ref } from '../../lib/wire.ts'
import { IconButton } from '../../ui/Button.tsx'
import { Bones } from '../../ui/Empty.tsx'
import { say } from '../../ui/i18n.ts'
import { Plus } from '../../ui/icons.ts'
import { get } from '../api/http.ts'
import { objectNamed, queries, useSchema } from '../api/queries.ts'
import { startCreate } from '../form/creating.ts'
import { drawn } from '../icons.tsx'
import { documentField, linesFields } from '../lines/shape.ts'
import { countText } from '../list/count.ts'
import { Value } from '../Value.tsx'
import { words as common } from '../words.ts'
import { manyOf } from '../named.ts'
import { fieldOf, subtitleOf, titleOf } from './titles.ts'
import { words } from './words.ts'

type Props = { object: ObjectShape; record: RecordJson }

/** What refers to this record, each kind with its count and a way to add one. */
export function Related({ object, record }: Props) {
  const schema = useSchema()
  // Its own lines stand on its page already.
  const own = new Set(linesFields(object).map(({ options }) => `${String(options.of)}.${String(options.by)}`))
  const related = object.related.filter(({ object: name, field }) => {
    const other = objectNamed(schema, name)
    // What stands in lines and refers only by the way is found where the lines are.
    return !own.has(`${name}.${field}`) && !(other?.quiet && fieldOf(other, field)?.folded)
  })
  return related.map(({ object: name, field }) => {
    const other = objectNamed(schema, name)
    return (
      other && (
        <Kind
          key={`${name}.${field}`}
          of={object}
          record={record}
          other={other}
          by={field}
          alone={object.related.filter((one) => one.object === name).length === 1}
        />
      )
    )
  })
}

function Kind({ of, record, other, by, alone }: { of: ObjectShape; record: RecordJson; other: ObjectShape; by: string; alone: boolean }) {
  const t = words.use()
  const app = common.use()
  const filter = { field: by, op: 'eq', value: record.id }
  const { data } = useQuery({
    queryKey: ['related', of.name, record.id, other.name, by],
    queryFn: ({ signal }) => get<ListAnswer>(`/${other.path}`, { filter: JSON.stringify(filter), limit: 5, count: 'capped' }, signal),
  })
  const field = fieldOf(other, by)
  // Few people add through rare or read-only references; an empty one only takes room.
  const addable = other.can.create && field?.access === 'write'
  if (data?.records.length === 0 && (!addable || field?.folded || other.quiet)) return null
  const name = alone || !field ? manyOf(other) : `${manyOf(other)} · ${say(field.label)}`
  const count = data?.count
  return (
    <section className="related">
      <header className="row">
        {drawn(other.icon ?? other.name)}
        <h3 className="strong cut">{name}</h3>
        {count && <span className="second">{countText(count)}</span>}
        <span className="grow" />
        {addable && (
          <IconButton
            small
            name={app('createA', { object: say(other.label) })}
            icon={<Plus />}
            onClick={() =>
              startCreate({
                object: other.name,
                preset: { [by]: { id: record.id, title: titleOf(of, record) } },
                onDone: (made) => made && void queries.invalidateQueries({ queryKey: ['related', of.name, record.id] }),
              })
            }
          />
        )}
      </header>
      {!data && <Bones lines={2} />}
      {data?.records.length === 0 && <p className="second">{t('none')}</p>}
      <ul>
        {data?.records.map((each) => (
          <Item key={each.id} object={other} record={each} by={by} />
        ))}
      </ul>
      {count && count.value > 5 && (
        <Link to="/o/$object" params={{ object: other.path }} search={{ tab: other.views.tabs.find((tab) => !tab.filter)?.name, filter }}>
          {t('seeAll', { count: countText(count) })}
        </Link>
      )}
    </section>
  )
}

function Item({ object, record, by }: { object: ObjectShape; record: RecordJson; by: string }) {
  const schema = useSchema()
  const state = object.state ? fieldOf(object, object.state) : undefined
  // One line is like the other; the document in which it stands is what people look for.
  const within = documentField(schema, object)
  const whole = within && (record[within.name] as Ref | null)
  const document = objectNamed(schema, within?.target)
  if (whole?.title && document)
    return (
      <li className="cut">
        <Link to="/o/$object/$id" params={{ object: document.path, id: whole.id }}>
          {whole.title}
        </Link>{' '}
        <span className="second">{titleOf(object, record)}</span>
      </li>
    )
  return (
    <li className="row">
      <span className="grow cut">
        <Link to="/o/$object/$id" params={{ object: object.path, id: record.id }}>
          {titleOf(object, record)}
        </Link>{' '}
        <span className="second">{subtitleOf(object, record, by, object.state)}</span>
      </span>
      {state && <Value field={state} value={record[state.name]} />}
    </li>
  )
}
