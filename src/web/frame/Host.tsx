import { useNavigate } from '@tanstack/react-router'
import { useMemo, type ReactNode } from 'react'
import { HostIn, type Host as HostOfFaces, type Uploaded } from '../../fields/web.ts'
import type { ListAnswer, ObjectShape, RecordJson } from '../../lib/wire.ts'
import type { Option } from '../../ui/Combobox.tsx'
import { base, get, send } from '../api/http.ts'
import { objectNamed, useSchema } from '../api/queries.ts'
import { startCreate } from '../form/creating.ts'
import { subtitleOf, titleOf } from '../record/titles.ts'

/** What fields may ask of the app: find a record, make one, where one is. */
export function Host({ children }: { children: ReactNode }) {
  const schema = useSchema()
  const navigate = useNavigate()
  const host = useMemo<HostOfFaces>(() => {
    const named = (name: string) => objectNamed(schema, name)
    return {
      find: async (name, text, all) => {
        const object = named(name)
        if (!object) return []
        const filter = all || object.views.offered === undefined ? undefined : JSON.stringify(object.views.offered)
        const answer = await get<ListAnswer>(`/${object.path}`, { search: text || undefined, filter, limit: 10 })
        return answer.records.map((record) => optionOf(object, record))
      },
      mayCreate: (name) => named(name)?.can.create === true && named(name)?.quiet !== true,
      create: (name, title) =>
        new Promise((resolve) => {
          const object = named(name)
          const first = object?.title[0]
          if (!object || !first) return resolve(null)
          startCreate({
            object: name,
            preset: { [first]: title },
            onDone: (record) => resolve(record && { id: record.id, title: titleOf(object, record) }),
          })
        }),
      href: (name, id) => `/o/${named(name)?.path ?? name}/${id}`,
      upload: async (files) => {
        const body = new FormData()
        for (const file of files) body.append('file', file)
        return (await send<{ files: Uploaded[] }>('POST', '/files', body)).files
      },
      fileHref: (id) => `${base}/files/${id}`,
      open: (name, id) => {
        const object = named(name)
        if (object) void navigate({ to: '/o/$object/$id', params: { object: object.path, id } })
      },
    }
  }, [schema, navigate])
  return <HostIn value={host}>{children}</HostIn>
}

const optionOf = (object: ObjectShape, record: RecordJson): Option => ({
  value: record.id,
  label: titleOf(object, record),
  hint: subtitleOf(object, record) || undefined,
})
