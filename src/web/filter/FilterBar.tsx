import { lazy, Suspense, useEffect, useRef, useState, type RefObject } from 'react'
import type { ObjectShape } from '../../lib/wire.ts'
import { Button } from '../../ui/Button.tsx'
import { Plus } from '../../ui/icons.ts'
import { Popover } from '../../ui/Popover.tsx'
import { useReader } from '../../ui/reader.tsx'
import { Chip } from '../../ui/Tag.tsx'
import { useSchema } from '../api/queries.ts'
import { allOf, isCondition, partsOf, type Condition, type Filter } from '../api/filter.ts'
import { ConditionEdit, type Draft } from './ConditionEdit.tsx'
import { askableAt, isComplete } from './operators.ts'
import { sayFilter } from './say.ts'
import { useTitles } from './titles.ts'
import { words } from './words.ts'
import './filter.css'

const Advanced = lazy(() => import('./Advanced.tsx').then((file) => ({ default: file.Advanced })))

type Props = {
  object: ObjectShape
  filter: Filter | undefined
  onChange: (filter: Filter | undefined) => void
  adding: boolean
  onAdding: (adding: boolean) => void
}

/** One chip a condition; a chip opens to be changed. */
export function FilterBar({ object, filter, onChange, adding, onAdding }: Props) {
  const t = words.use()
  const schema = useSchema()
  const reader = useReader()
  const [open, setOpen] = useState<number | null>(null)
  const [advanced, setAdvanced] = useState(false)
  const anchor = useRef<HTMLSpanElement>(null)
  const parts = partsOf(filter)
  // The condition being added keeps its place while it is being written.
  const place = useRef(0)
  if (!adding) place.current = parts.length
  useTitles(filter, object)
  const put = (index: number, part: Filter | null) => {
    const next = parts.slice()
    if (part === null) next.splice(index, 1)
    else next[index] = part
    onChange(next.length < 2 ? next[0] : allOf(next))
  }
  return (
    <div className="filters" role="group" aria-label={t('add')}>
      {parts.map((part, index) => {
        const { label, value } = sayFilter(part, object, schema, reader)
        return (
          <span key={index} ref={open === index ? anchor : undefined} className="filter-chip">
            <Chip
              name={t('edit', { text: `${label} ${value}` })}
              removeName={t('remove', { text: `${label} ${value}` })}
              onChoose={() => (isCondition(part) ? setOpen(index) : setAdvanced(true))}
              onRemove={() => put(index, null)}
            >
              <span className="second">{label}</span> <b>{value}</b>
            </Chip>
            {open === index && isCondition(part) && (
              <Editor anchor={anchor} object={object} start={part} onChange={(next) => put(index, next)} onClose={() => setOpen(null)} />
            )}
          </span>
        )
      })}
      <span ref={adding ? anchor : undefined}>
        <Button
          small
          look={parts.length > 0 ? 'quiet' : 'plain'}
          icon={<Plus />}
          onClick={() => onAdding(true)}
          keys={parts.length === 0 ? '/' : undefined}
        >
          {t('add')}
        </Button>
        {adding && (
          <Editor
            anchor={anchor}
            object={object}
            start={{}}
            onChange={(next) => put(place.current, next)}
            onClose={() => onAdding(false)}
          />
        )}
      </span>
      <Button small look="quiet" onClick={() => setAdvanced(true)}>
        {t('advanced')}
      </Button>
      {parts.length > 0 && (
        <Button small look="quiet" onClick={() => onChange(undefined)}>
          {t('clear')}
        </Button>
      )}
      {advanced && (
        <Suspense>
          <Advanced object={object} filter={filter} onApply={onChange} onClose={() => setAdvanced(false)} />
        </Suspense>
      )}
    </div>
  )
}

type EditorProps = {
  anchor: RefObject<HTMLElement | null>
  object: ObjectShape
  start: Draft
  onChange: (condition: Condition) => void
  onClose: () => void
}

/** Takes effect while it is changed, a moment after the last key. */
function Editor({ anchor, object, start, onChange, onClose }: EditorProps) {
  const t = words.use()
  const schema = useSchema()
  const [draft, setDraft] = useState<Draft>(start)
  const first = useRef(true)
  const give = useRef(onChange)
  give.current = onChange
  useEffect(() => {
    if (first.current) {
      first.current = false
      return
    }
    const at = draft.field ? askableAt(object, schema, draft.field) : undefined
    if (!at || !isComplete(draft, at.field.operators[draft.op ?? ''])) return
    const timer = setTimeout(() => give.current(draft as Condition), 250)
    return () => clearTimeout(timer)
  }, [draft, object, schema])
  return (
    <Popover anchor={anchor} onClose={onClose} className="filter-pop" role="dialog" label={t('add')}>
      <ConditionEdit id="condition" object={object} draft={draft} onChange={setDraft} />
    </Popover>
  )
}
