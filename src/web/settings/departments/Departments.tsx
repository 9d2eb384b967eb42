import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { AggregateAnswer, ObjectShape, RecordJson } from '../../../lib/wire.ts'
import { Button } from '../../../ui/Button.tsx'
import { Bones, Empty } from '../../../ui/Empty.tsx'
import { Plus } from '../../../ui/icons.ts'
import { change, complain, create, offerUndo, remove } from '../../api/deeds.ts'
import { send } from '../../api/http.ts'
import { objectNamed, useSchema } from '../../api/queries.ts'
import { drawn } from '../../icons.tsx'
import { allQuery } from '../people/queries.ts'
import { DepartmentLine } from './DepartmentLine.tsx'
import { MoveDialog } from './MoveDialog.tsx'
import { NameInput } from './NameInput.tsx'
import { walk, type Node } from './tree.ts'
import { textOf } from '../textOf.ts'
import { words } from './words.ts'
import './departments.css'

export function DepartmentsPart() {
  const object = objectNamed(useSchema(), 'department')
  return object ? <Departments object={object} /> : null
}

/** `adding`: below which one; null is the top. */
type Doing = { kind: 'adding'; below: string | null } | { kind: 'renaming' | 'moving'; id: string } | null

function Departments({ object }: { object: ObjectShape }) {
  const t = words.use()
  const [doing, setDoing] = useState<Doing>(null)
  const { data: records, isPending } = useQuery(allQuery(object, ['name', 'parent']))
  const people = usePeople()
  const nodes = (records ?? []).map(nodeOf)
  const placed = walk(nodes)
  const record = (id: string) => records?.find((one) => one.id === id)
  const done = () => setDoing(null)

  const add = async (name: string, parent: string | null) => {
    done()
    await create(object, { name, parent }).then((made) => offerUndo(`${t('add')}：${name}`, made.changeset), complain)
  }
  const set = async (id: string, changes: Record<string, unknown>) => {
    done()
    const now = record(id)
    if (now) await change(object, now, changes).catch(complain)
  }
  const adding = (below: string | null, depth: number) =>
    doing?.kind === 'adding' &&
    doing.below === below && (
      <li style={{ paddingLeft: depth * 24 }}>
        <NameInput label={t('name')} value="" onSave={(name) => void add(name, below)} onCancel={done} />
      </li>
    )
  return (
    <section className="settings-part">
      <div className="row">
        <h2 className="grow">{t('title')}</h2>
        <Button look="primary" icon={<Plus />} onClick={() => setDoing({ kind: 'adding', below: null })}>
          {t('add')}
        </Button>
      </div>
      <p className="second">{t('text')}</p>
      {isPending ? (
        <Bones />
      ) : placed.length === 0 && !doing ? (
        <Empty icon={drawn(object.icon)} title={t('none')} text={t('noneText')} />
      ) : (
        <ul className="departments">
          {adding(null, 0)}
          {placed.map((node) => [
            <DepartmentLine
              key={node.id}
              node={node}
              people={people?.get(node.id) ?? 0}
              renaming={doing?.kind === 'renaming' && doing.id === node.id}
              onAddBelow={() => setDoing({ kind: 'adding', below: node.id })}
              onRename={() => setDoing({ kind: 'renaming', id: node.id })}
              onMove={() => setDoing({ kind: 'moving', id: node.id })}
              onRemove={() => void remove(object, node.id).catch(complain)}
              onName={(name) => void set(node.id, { name })}
              onCancel={done}
            />,
            adding(node.id, node.depth + 1),
          ])}
        </ul>
      )}
      {doing?.kind === 'moving' && (
        <MoveDialog nodes={nodes} id={doing.id} onClose={done} onMove={(parent) => void set(doing.id, { parent })} />
      )}
    </section>
  )
}

const nodeOf = (record: RecordJson): Node => ({
  id: record.id,
  name: textOf(record.name),
  parent: (record.parent as { id: string } | null)?.id ?? null,
})

/** How many work in each. */
function usePeople(): Map<string, number> | undefined {
  const users = objectNamed(useSchema(), 'user')
  const { data } = useQuery({
    queryKey: ['related', 'user', 'by-department'],
    enabled: users !== undefined,
    queryFn: () =>
      send<AggregateAnswer>('POST', `/${users!.path}/aggregate`, {
        filter: { field: 'active', op: 'eq', value: true },
        groupBy: [{ field: 'department' }],
        measures: [{ as: 'n', fn: 'count' }],
      }),
  })
  return data && new Map(data.groups.map(({ key, values }) => [(key.department as { id: string } | null)?.id ?? '', Number(values.n)]))
}
