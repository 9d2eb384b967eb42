import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { choicesOf } from '../../../fields/web.ts'
import type { ObjectShape } from '../../../lib/wire.ts'
import { Button } from '../../../ui/Button.tsx'
import { Dialog } from '../../../ui/Dialog.tsx'
import { complain, refreshAll } from '../../api/deeds.ts'
import { Problem, send } from '../../api/http.ts'
import { objectNamed, useSchema } from '../../api/queries.ts'
import { fieldOf } from '../../record/titles.ts'
import { Made, type NewPerson } from './Made.tsx'
import { OnePerson } from './OnePerson.tsx'
import { firstPassword } from './passwords.ts'
import { PasteList } from './PasteList.tsx'
import { allQuery } from './queries.ts'
import type { Known } from './readPeople.ts'
import { textOf } from '../textOf.ts'
import { words } from './words.ts'

export type Wanted = { name: string; email: string; mobile: string; department: string | null; roles: string[] }
/** Answers what is wrong by `index.field`, or nothing when they were added. */
export type Adding = (people: Wanted[]) => Promise<Record<string, string>>

/** One colleague, or a pasted list of them; then their first passwords, shown this once. */
export function AddPeople({ object, list, onClose }: { object: ObjectShape; list: boolean; onClose: () => void }) {
  const t = words.use()
  const known = useKnown(object)
  const [made, setMade] = useState<NewPerson[]>([])
  const [more, setMore] = useState(true)
  const add: Adding = async (people) => {
    const fresh = people.map((person) => ({ ...person, password: firstPassword() }))
    try {
      await send('POST', '/colleagues', { people: fresh.map(asSent) }, { once: true })
    } catch (error) {
      if (error instanceof Problem && error.errors.length > 0) return error.byField()
      complain(error)
      return { '0': '' }
    }
    setMade([...made, ...fresh])
    setMore(false)
    refreshAll(object)
    return {}
  }
  if (!more) return <Made people={made} onClose={onClose} onMore={list ? undefined : () => setMore(true)} />
  if (!known)
    return (
      <Dialog title={t(list ? 'pasteTitle' : 'addTitle')} onClose={onClose} foot={<Button onClick={onClose}>{t('cancel')}</Button>}>
        <span />
      </Dialog>
    )
  return list ? <PasteList known={known} onAdd={add} onClose={onClose} /> : <OnePerson object={object} onAdd={add} onClose={onClose} />
}

const asSent = ({ name, email, mobile, department, roles, password }: NewPerson) => ({
  name,
  email,
  password,
  ...(mobile === '' ? {} : { mobile }),
  ...(department === null ? {} : { department }),
  ...(roles.length === 0 ? {} : { roles }),
})

function useKnown(object: ObjectShape): Known | undefined {
  const departments = objectNamed(useSchema(), 'department')
  const { data: users } = useQuery(allQuery(object, ['email']))
  const { data: all } = useQuery({ ...allQuery(departments ?? object, ['name']), enabled: departments !== undefined })
  return useMemo(() => {
    const field = fieldOf(object, 'roles')
    if (!users || !all || !field) return undefined
    return {
      roles: choicesOf(field).map(({ value }) => ({ id: value, names: [value, ...labelsOf(field.options.options, value)] })),
      departments: all.map((one) => ({ id: one.id, name: textOf(one.name) })),
      emails: new Set(users.map((user) => textOf(user.email))),
    }
  }, [object, users, all])
}

/** Both languages are understood, whichever is spoken. */
function labelsOf(options: unknown, id: string): string[] {
  if (!Array.isArray(options)) return []
  const found = (options as { id: string; label?: { zh: string; en: string } }[]).find((one) => one.id === id)
  return found?.label ? [found.label.zh, found.label.en] : []
}
