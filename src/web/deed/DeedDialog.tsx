import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { ActionShape, ObjectShape, RecordJson } from '../../lib/wire.ts'
import { act, offerUndo } from '../api/deeds.ts'
import { get } from '../api/http.ts'
import { objectNamed, useSchema } from '../api/queries.ts'
import { doneTo } from '../record/titles.ts'
import { DeedForm, type Offers } from './DeedForm.tsx'

type Props = {
  object: ObjectShape
  record: RecordJson
  action: ActionShape
  onClose: () => void
  onDone?: () => void
  preset?: Record<string, unknown>
}

/** A deed on one record. What it made is opened when it made a record of another kind (a lead became a customer). */
export function DeedDialog({ object, record, action, onClose, onDone, preset }: Props) {
  const schema = useSchema()
  const navigate = useNavigate()
  const { data, isPending } = useQuery({
    queryKey: ['offers', object.name, record.id, action.name],
    gcTime: 0,
    queryFn: ({ signal }) => get<{ record: RecordJson } & Offers>(`/${object.path}/${record.id}/${action.name}`, undefined, signal),
  })
  if (isPending) return null
  return (
    <DeedForm
      object={object}
      action={action}
      record={data?.record ?? record}
      known={data}
      preset={preset}
      onClose={onClose}
      onSend={async (input) => {
        const answer = await act<Record<string, unknown>>(object, record.id, action.name, input)
        onClose()
        onDone?.()
        offerUndo(doneTo(object, record, action), answer.changeset)
        const made = Object.entries(answer).find(
          ([name, id]) => name !== 'changeset' && typeof id === 'string' && objectNamed(schema, name),
        )
        const target = made && objectNamed(schema, made[0])
        if (made && target) void navigate({ to: '/o/$object/$id', params: { object: target.path, id: String(made[1]) } })
      }}
    />
  )
}
