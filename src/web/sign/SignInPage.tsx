import { useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import type { Me } from '../../lib/wire.ts'
import { Button } from '../../ui/Button.tsx'
import { Input, Place } from '../../ui/Input.tsx'
import { Problem } from '../api/http.ts'
import { meQuery, queries } from '../api/queries.ts'
import { choose, setupState, signIn, signOut } from './session.ts'
import { Door } from './Door.tsx'
import { Password } from './Password.tsx'
import { words } from './words.ts'

export function SignInPage() {
  const t = words.use()
  const navigate = useNavigate()
  const { back } = useSearch({ from: '/sign-in' })
  const [me, setMe] = useState<Me | null>(queries.getQueryData(meQuery.queryKey) ?? null)
  const enter = () => void navigate({ href: back ?? '/', replace: true })
  useEffect(() => {
    // The very first visit has nobody who could sign in.
    void setupState()
      .then(async ({ needed }) => {
        if (needed) await navigate({ to: '/setup', replace: true })
      })
      .catch(() => undefined)
  }, [navigate])
  if (me && !me.workspace) return <Firms me={me} onChosen={enter} onLeave={() => setMe(null)} />
  return (
    <Door title={t('signIn')}>
      <Form
        onSignedIn={async (next) => {
          const only = next.workspaces.length === 1 ? next.workspaces[0] : undefined
          const settled = next.workspace || !only ? next : await choose(only.id)
          if (settled.workspace) enter()
          else setMe(settled)
        }}
      />
    </Door>
  )
}

function Form({ onSignedIn }: { onSignedIn: (me: Me) => Promise<void> }) {
  const t = words.use()
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [wrong, setWrong] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const submit = async () => {
    if (busy) return
    setBusy(true)
    setWrong(null)
    try {
      await onSignedIn(await signIn(email.trim(), password))
    } catch (error) {
      setWrong(error instanceof Problem ? error.message : String(error))
    } finally {
      setBusy(false)
    }
  }
  return (
    <form
      className="door-form"
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      {wrong !== null && (
        <p className="door-error" role="alert">
          {wrong}
        </p>
      )}
      <Place id="email" label={t('email')}>
        <Input id="email" type="email" autoComplete="username" autoFocus required value={email} onChange={setEmail} />
      </Place>
      <Place id="password" label={t('password')}>
        <Password id="password" value={password} onChange={setPassword} />
      </Place>
      <Button look="primary" type="submit" busy={busy}>
        {t('signIn')}
      </Button>
    </form>
  )
}

function Firms({ me, onChosen, onLeave }: { me: Me; onChosen: () => void; onLeave: () => void }) {
  const t = words.use()
  return (
    <Door title={me.workspaces.length > 0 ? t('chooseFirm') : me.user.name} text={me.workspaces.length > 0 ? me.user.email : t('noFirm')}>
      <div className="door-firms">
        {me.workspaces.map((one) => (
          <Button key={one.id} onClick={() => void choose(one.id).then(onChosen)}>
            {one.name}
          </Button>
        ))}
        <Button look="quiet" onClick={() => void signOut().then(onLeave)}>
          {t('other')}
        </Button>
      </div>
    </Door>
  )
}
