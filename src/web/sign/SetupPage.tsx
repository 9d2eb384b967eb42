import { useNavigate } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { Button } from '../../ui/Button.tsx'
import { Input, Place } from '../../ui/Input.tsx'
import { Problem } from '../api/http.ts'
import { setUp, setupState, type Wish } from './session.ts'
import { Door } from './Door.tsx'
import { Password } from './Password.tsx'
import { words } from './words.ts'

export function SetupPage() {
  const t = words.use()
  const navigate = useNavigate()
  const [needsToken, setNeedsToken] = useState(false)
  const [wish, setWish] = useState<Wish>({ firm: '', name: '', email: '', password: '', demo: true })
  const [wrong, setWrong] = useState<Record<string, string>>({})
  const [failed, setFailed] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  useEffect(() => {
    void setupState()
      .then(({ needed, token }) => {
        setNeedsToken(token)
        if (!needed) void navigate({ to: '/', replace: true })
      })
      .catch(() => undefined)
  }, [navigate])

  const place = (field: keyof Wish) => ({ id: field, wrong: wrong[field] })
  const text = (field: 'firm' | 'name' | 'email' | 'password' | 'token') => ({
    id: field,
    value: wish[field] ?? '',
    wrong: wrong[field] !== undefined,
    onChange: (next: string) => setWish({ ...wish, [field]: next }),
  })
  const submit = async () => {
    if (busy) return
    setBusy(true)
    setFailed(null)
    setWrong({})
    try {
      const { token, ...rest } = wish
      await setUp(needsToken ? { ...rest, token } : rest)
      void navigate({ to: '/', replace: true })
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      setWrong(error.byField())
      if (error.errors.length === 0) setFailed(error.message)
      const first = error.errors[0]
      if (first) document.getElementById(first.field)?.focus()
    } finally {
      setBusy(false)
    }
  }
  return (
    <Door title={t('setupTitle')} text={t('setupText')} wide>
      <form
        className="door-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          void submit()
        }}
      >
        {failed !== null && (
          <p className="door-error" role="alert">
            {failed}
          </p>
        )}
        <Place {...place('firm')} label={t('firm')} required>
          <Input {...text('firm')} autoFocus placeholder={t('firmHint')} autoComplete="organization" />
        </Place>
        <div className="door-pair">
          <Place {...place('name')} label={t('yourName')} required>
            <Input {...text('name')} autoComplete="name" />
          </Place>
          <Place {...place('email')} label={t('email')} required>
            <Input {...text('email')} type="email" autoComplete="username" />
          </Place>
        </div>
        <Place {...place('password')} label={t('password')} required>
          <Password {...text('password')} fresh placeholder={t('passwordHint')} />
        </Place>
        {needsToken && (
          <Place {...place('token')} label={t('token')} required hint={<p className="second">{t('tokenHint')}</p>}>
            <Input {...text('token')} />
          </Place>
        )}
        <fieldset>
          <legend>{t('demo')}</legend>
          <div className="door-pair">
            {([true, false] as const).map((demo) => (
              <label key={String(demo)} className="door-choice">
                <input type="radio" name="demo" checked={wish.demo === demo} onChange={() => setWish({ ...wish, demo })} />
                <b>{demo ? t('demoYes') : t('demoNo')}</b>
                <span className="second">{demo ? t('demoYesText') : t('demoNoText')}</span>
              </label>
            ))}
          </div>
        </fieldset>
        <Button look="primary" type="submit" busy={busy}>
          {t('start')}
        </Button>
      </form>
    </Door>
  )
}
