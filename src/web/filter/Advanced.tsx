import { useState } from 'react'
import type { ObjectShape } from '../../lib/wire.ts'
import { Button, IconButton } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { Close, Plus } from '../../ui/icons.ts'
import { useSchema } from '../api/queries.ts'
import { isCondition, type Condition, type Filter } from '../api/filter.ts'
import { ConditionEdit, type Draft } from './ConditionEdit.tsx'
import { askableAt, isComplete } from './operators.ts'
import { words } from './words.ts'

type Node = { group: 'and' | 'or' | 'not'; parts: Node[] } | { draft: Draft }

/** And and or, in groups. */
export function Advanced({
  object,
  filter,
  onApply,
  onClose,
}: {
  object: ObjectShape
  filter: Filter | undefined
  onApply: (filter: Filter | undefined) => void
  onClose: () => void
}) {
  const t = words.use()
  const schema = useSchema()
  const [root, setRoot] = useState<Node>(() => rootOf(filter))
  const complete = (draft: Draft) => isComplete(draft, askableAt(object, schema, draft.field ?? '')?.field.operators[draft.op ?? ''])
  const apply = () => {
    onApply(filterOf(root, complete))
    onClose()
  }
  return (
    <Dialog
      title={t('advancedTitle')}
      width={760}
      onClose={onClose}
      onAgree={apply}
      foot={
        <>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button look="primary" onClick={apply}>
            {t('apply')}
          </Button>
        </>
      }
    >
      <Group id="g" object={object} node={root} onChange={setRoot} />
    </Dialog>
  )
}

function Group({
  id,
  object,
  node,
  onChange,
  onRemove,
}: {
  id: string
  object: ObjectShape
  node: Node
  onChange: (node: Node) => void
  onRemove?: () => void
}) {
  const t = words.use()
  if ('draft' in node) return <ConditionEdit id={id} object={object} draft={node.draft} across onChange={(draft) => onChange({ draft })} />
  const put = (index: number, part: Node | null) => {
    const parts = node.parts.slice()
    if (part) parts[index] = part
    else parts.splice(index, 1)
    onChange({ ...node, parts })
  }
  return (
    <div className="filter-group" role="group" aria-label={t('group')}>
      <div className="row">
        {(['and', 'or', 'not'] as const).map((kind) => (
          <Button
            key={kind}
            small
            look={node.group === kind ? 'primary' : 'plain'}
            aria-pressed={node.group === kind}
            onClick={() => onChange({ ...node, group: kind })}
          >
            {t(kind === 'and' ? 'all' : kind === 'or' ? 'any' : 'not')}
          </Button>
        ))}
        <span className="grow" />
        {onRemove && <IconButton small name={t('remove', { text: t('group') })} icon={<Close />} onClick={onRemove} />}
      </div>
      {node.parts.map((part, index) => (
        <div key={index} className="filter-part">
          <div className="grow">
            <Group
              id={`${id}-${index}`}
              object={object}
              node={part}
              onChange={(next) => put(index, next)}
              onRemove={() => put(index, null)}
            />
          </div>
          {'draft' in part && <IconButton small name={t('remove', { text: '' })} icon={<Close />} onClick={() => put(index, null)} />}
        </div>
      ))}
      <div className="row">
        <Button small look="quiet" icon={<Plus />} onClick={() => put(node.parts.length, { draft: {} })}>
          {t('addCondition')}
        </Button>
        <Button small look="quiet" icon={<Plus />} onClick={() => put(node.parts.length, { group: 'or', parts: [{ draft: {} }] })}>
          {t('addGroup')}
        </Button>
      </div>
    </div>
  )
}

function rootOf(filter: Filter | undefined): Node {
  if (!filter) return { group: 'and', parts: [{ draft: {} }] }
  const node = nodeOf(filter)
  return 'draft' in node ? { group: 'and', parts: [node] } : node
}

function nodeOf(filter: Filter): Node {
  if (isCondition(filter)) return { draft: filter }
  if ('and' in filter) return { group: 'and', parts: filter.and.map(nodeOf) }
  if ('or' in filter) return { group: 'or', parts: filter.or.map(nodeOf) }
  const inner = nodeOf(filter.not)
  return { group: 'not', parts: 'parts' in inner && inner.group === 'and' ? inner.parts : [inner] }
}

/** Unfinished conditions and empty groups fall away. */
function filterOf(node: Node, complete: (draft: Draft) => boolean): Filter | undefined {
  if ('draft' in node) return complete(node.draft) ? (node.draft as Condition) : undefined
  const parts = node.parts.map((part) => filterOf(part, complete)).filter((part) => part !== undefined)
  const first = parts[0]
  if (!first) return undefined
  if (node.group === 'not') return { not: parts.length === 1 ? first : { and: parts } }
  if (parts.length === 1) return first
  return node.group === 'and' ? { and: parts } : { or: parts }
}
