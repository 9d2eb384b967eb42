import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { ListAnswer, ObjectShape, RecordJson } from '../../../lib/wire.ts'
import { Button } from '../../../ui/Button.tsx'
import { Bones } from '../../../ui/Empty.tsx'
import { useLanguage } from '../../../ui/i18n.ts'
import { change, create, offerUndo } from '../../../web/api/deeds.ts'
import { get } from '../../../web/api/http.ts'
import { objectNamed, useSchema } from '../../../web/api/queries.ts'
import { Fields } from '../../../web/form/Fields.tsx'
import { useForm } from '../../../web/settings/useForm.ts'
import { words } from './words.ts'

const key = ['letterhead']

/** The firm's one head, written on one page; made when it is saved the first time. */
export function Letterhead() {
  const t = words.use()
  const object = objectNamed(useSchema(), 'firm')
  const { data } = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => get<ListAnswer>(`/${object!.path}`, { limit: 1, sort: 'createdAt' }, signal),
    enabled: object !== undefined,
  })
  return (
    <section className="settings-part">
      <h2>{t('title')}</h2>
      <p className="second">{t('text')}</p>
      {object && data ? <Form key={data.records[0]?.version ?? 0} object={object} firm={data.records[0]} /> : <Bones lines={6} />}
    </section>
  )
}

function Form({ object, firm }: { object: ObjectShape; firm: RecordJson | undefined }) {
  const t = words.use()
  useLanguage()
  const client = useQueryClient()
  const { workspace } = useSchema()
  // Nobody has written it yet: it begins with what everybody calls the firm.
  const [values, setValues] = useState<Record<string, unknown>>(firm ?? { name: workspace.name })
  const changes = Object.fromEntries(
    Object.entries(values).filter(([name, value]) => JSON.stringify(value ?? null) !== JSON.stringify(firm?.[name] ?? null)),
  )
  const changed = Object.keys(changes).length > 0
  const { busy, wrong, submit } = useForm(async () => {
    const { changeset } = firm ? await change(object, firm, changes, true) : await create(object, changes)
    await client.invalidateQueries({ queryKey: key })
    offerUndo(t('saved'), changeset)
  })
  return (
    <form onSubmit={submit} noValidate>
      <Fields
        form="letterhead"
        object={object}
        values={values}
        wrong={Object.fromEntries(Object.entries(wrong).flatMap(([name, text]) => (text === undefined ? [] : [[name, text]])))}
        onChange={(name, value) => setValues((now) => ({ ...now, [name]: value }))}
      />
      <p style={{ paddingTop: 16 }}>
        <Button type="submit" look={changed ? 'primary' : 'plain'} busy={busy}>
          {t('save')}
        </Button>
      </p>
    </form>
  )
}
