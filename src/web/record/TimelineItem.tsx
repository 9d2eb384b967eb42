import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { choicesOf } from '../../fields/web.ts'
import { sayAgo, sayFully } from '../../lib/when.ts'
import type { ObjectShape, TimelineEntry } from '../../lib/wire.ts'
import { Button } from '../../ui/Button.tsx'
import { say } from '../../ui/i18n.ts'
import { Check, Edit, Plus } from '../../ui/icons.ts'
import { useReader } from '../../ui/reader.tsx'
import { refreshAll, undo } from '../api/deeds.ts'
import { objectNamed, useSchema } from '../api/queries.ts'
import { DeedDialog } from '../deed/DeedDialog.tsx'
import { Due } from '../Due.tsx'
import { drawn, drawnOr } from '../icons.tsx'
import { Value } from '../Value.tsx'
import { names } from './followUp.ts'
import { Change, Changes } from './History.tsx'
import { shareSaid } from './shares.ts'
import { fieldOf, subtitleOf } from './titles.ts'
import { words } from './words.ts'

/** One line of the timeline: a follow-up, a deed, or a change with its undo. */
export function TimelineItem({ object, entry }: { object: ObjectShape; entry: TimelineEntry }) {
  if (entry.kind === 'activity') return <FollowedUp object={object} entry={entry} />
  return entry.about ? <Happened about={entry.about} entry={entry} /> : <Changed object={object} entry={entry} />
}

/** A record that hangs on this one: which, in what state it came to be, who did it. */
function Happened({ about, entry }: { about: NonNullable<TimelineEntry['about']>; entry: TimelineEntry }) {
  const t = words.use()
  const of = objectNamed(useSchema(), about.object)
  if (!of) return null
  const [named, verb] = entry.deed.split('.')
  const action = named === of.name ? of.actions.find((one) => one.name === verb) : undefined
  const state = entry.changes?.[0]
  const field = state && fieldOf(of, state.field)
  const moved = state !== undefined && (state.before ?? null) !== null
  const what = action ? say(action.label) : moved ? (field ? say(field.label) : '') : t('made')
  return (
    <li className="happened">
      <span className="happened-icon">{drawn(of.icon ?? of.name)}</span>
      <div className="grow">
        <p className="happened-head">
          <span className="grow happened-about">
            <b>
              {say(of.label)}{' '}
              <Link to="/o/$object/$id" params={{ object: of.path, id: about.id }}>
                {about.title || t('noName')}
              </Link>
            </b>{' '}
            {field &&
              (moved && !action ? (
                <Change field={field} before={state.before} after={state.after} />
              ) : (
                <Value field={field} value={state.after} />
              ))}
          </span>
          <Ago at={entry.at} />
        </p>
        <p className="second happened-by">
          {[entry.by?.title ?? t('system'), what, subtitleOf(of, about.facts)].filter(Boolean).join(' · ')}
        </p>
      </div>
    </li>
  )
}

function FollowedUp({ object, entry }: { object: ObjectShape; entry: TimelineEntry }) {
  const schema = useSchema()
  const [doing, setDoing] = useState(false)
  const of = objectNamed(schema, entry.deed.split('.')[0])
  const { record } = entry
  if (!of || !record) return null
  const choice = (name: string) => {
    const field = fieldOf(of, name)
    const value = record[name]
    return field && value !== null && value !== undefined
      ? (choicesOf(field).find((one) => one.value === value)?.label ?? (typeof value === 'string' ? value : ''))
      : ''
  }
  const done = of.actions.find((action) => action.primary)
  const open = done !== undefined && record.can[done.name] === true && (record[names.doneAt] ?? null) === null
  const planned = open && record[names.dueAt] !== undefined && choice(names.outcome) === ''
  const kind = record[names.kind]
  const head = [entry.by?.title, choice(names.kind), choice(names.outcome)].filter(Boolean).join(' · ')
  return (
    <li className="happened">
      <span className="happened-icon">{drawn(typeof kind === 'string' ? kind : of.icon)}</span>
      <div className="grow">
        <p className="happened-head">
          <b className="grow">{head}</b>
          {planned && typeof record[names.dueAt] === 'string' ? <Due at={String(record[names.dueAt] as string)} /> : <Ago at={entry.at} />}
        </p>
        {typeof record[names.text] === 'string' && <p className="happened-text">{record[names.text] as string}</p>}
        {fieldOf(of, names.files) && <Value field={fieldOf(of, names.files)!} value={record[names.files]} />}
        {planned && done && record[names.kind] === 'task' && (
          <Button small icon={<Check />} onClick={() => setDoing(true)}>
            {say(done.label)}
          </Button>
        )}
      </div>
      {doing && done && (
        <DeedDialog
          object={of}
          record={record}
          action={done}
          onClose={() => setDoing(false)}
          onDone={() => refreshAll(object)}
          preset={{ [names.nextStep]: null, [names.nextStepAt]: null }}
        />
      )}
    </li>
  )
}

function Changed({ object, entry }: { object: ObjectShape; entry: TimelineEntry }) {
  const t = words.use()
  const [of, deed] = entry.deed.split('.')
  const action = of === object.name ? object.actions.find((one) => one.name === deed) : undefined
  const changes = entry.changes ?? []
  const first = changes[0]
  const firstField = changes.length === 1 && first ? fieldOf(object, first.field) : undefined
  const fields = changes.map(({ field }) => say(fieldOf(object, field)?.label)).filter(Boolean)
  const shares = entry.shares ?? []
  const what = shares.length
    ? shares.map(shareSaid).join(t('and'))
    : action
      ? say(action.label)
      : entry.kind === 'created'
        ? of === 'import'
          ? t('imported')
          : t('created')
        : t('changed', { fields: fields.join(t('and')) })
  if (entry.kind !== 'created' && !action && fields.length === 0 && shares.length === 0) return null
  return (
    <li className="happened quiet">
      <span className="happened-icon">
        {action ? drawnOr(action.icon ?? action.name, <Edit />) : entry.kind === 'created' ? <Plus /> : <Edit />}
      </span>
      <div className="grow">
        <p className="happened-head">
          <span className="grow">
            {entry.by?.title ?? t('system')} {what}{' '}
            {firstField && first && <Change field={firstField} before={first.before} after={first.after} />}
            {entry.changeset && entry.kind !== 'created' && (
              <button type="button" className="happened-undo" onClick={() => void undo(entry.changeset!)}>
                {t('undo')}
              </button>
            )}
          </span>
          <Ago at={entry.at} />
        </p>
        {changes.length > 1 && (
          <details className="happened-more">
            <summary>{fields.join(t('and'))}</summary>
            <Changes object={object} entry={entry} />
          </details>
        )}
      </div>
    </li>
  )
}

function Ago({ at }: { at: string }) {
  const reader = useReader()
  return (
    <time className="second" dateTime={at} data-tip={sayFully(at, reader)}>
      {sayAgo(at, reader)}
    </time>
  )
}
