import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { faceOf } from '../../fields/web.ts'
import type { FieldShape, ListAnswer, ObjectShape, RecordJson } from '../../lib/wire.ts'
import { Button, IconButton } from '../../ui/Button.tsx'
import { Bones } from '../../ui/Empty.tsx'
import { say, useLanguage } from '../../ui/i18n.ts'
import { Plus, Remove } from '../../ui/icons.ts'
import { complain, remove } from '../api/deeds.ts'
import { get } from '../api/http.ts'
import { startCreate } from '../form/creating.ts'
import { FieldEdit, refusedOf } from '../record/FieldEdit.tsx'
import { canEdit, useEdits, type Edits } from '../list/edits.ts'
import { fieldOf, titleOf } from '../record/titles.ts'
import { Value } from '../Value.tsx'
import { words as common } from '../words.ts'
import { words } from './words.ts'

/** The records of an object that has its place in settings: each cell written where it stands, removed with an undo. */
export function RecordTable({ object, sort, none }: { object: ObjectShape; sort: string; none: string }) {
  const t = words.use()
  const app = common.use()
  useLanguage()
  const edits = useEdits(object)
  const { data } = useQuery({
    queryKey: ['related', object.name, 'settings'],
    queryFn: ({ signal }) => get<ListAnswer>(`/${object.path}`, { sort, limit: 200 }, signal),
  })
  const fields = object.views.list.flatMap((name) => fieldOf(object, name) ?? [])
  return (
    <>
      {object.can.create && (
        <p>
          <Button icon={<Plus />} onClick={() => startCreate({ object: object.name, preset: {} })}>
            {app('createA', { object: say(object.label) })}
          </Button>
        </p>
      )}
      {!data && <Bones lines={3} />}
      {data?.records.length === 0 && <p className="second">{none}</p>}
      {data && data.records.length > 0 && (
        <table className="settings-table">
          <thead>
            <tr>
              {fields.map((field) => (
                <th key={field.name} className={faceOf(field).end ? 'end' : ''}>
                  {say(field.label)}
                </th>
              ))}
              <th>
                <span className="unseen">{t('remove')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {data.records.map((record) => (
              <tr key={record.id}>
                {fields.map((field) => (
                  <Cell key={field.name} object={object} record={record} field={field} edits={edits} />
                ))}
                <td className="end">
                  {record.can.remove === true && (
                    <IconButton
                      small
                      name={t('removeA', { name: titleOf(object, record) })}
                      icon={<Remove />}
                      onClick={() => void remove(object, record.id).catch(complain)}
                    />
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  )
}

function Cell({ object, record, field, edits }: { object: ObjectShape; record: RecordJson; field: FieldShape; edits: Edits }) {
  const t = words.use()
  const [editing, setEditing] = useState(false)
  const value = record[field.name] ?? null
  const wrong = refusedOf(edits, record, field)
  const shown = value === null ? <span className="second">—</span> : <Value field={field} value={value} />
  const leave = () => {
    setEditing(false)
    edits.forget()
  }
  return (
    <td className={faceOf(field).end ? 'end' : ''}>
      {editing || wrong ? (
        <FieldEdit field={field} record={record} edits={edits} onLeave={leave} onSaved={() => setEditing(false)} />
      ) : canEdit(object, field, record) ? (
        <button
          type="button"
          className="settings-cell"
          aria-label={t('editA', { field: say(field.label) })}
          onClick={() => setEditing(true)}
        >
          {shown}
        </button>
      ) : (
        shown
      )}
    </td>
  )
}
