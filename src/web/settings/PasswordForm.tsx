import { useId, useState } from 'react'
import { Button } from '../../ui/Button.tsx'
import { toast } from '../../ui/toast.tsx'
import { Place } from '../../ui/Input.tsx'
import { send } from '../api/http.ts'
import { useMe } from '../api/queries.ts'
import { Password } from '../sign/Password.tsx'
import { useForm } from './useForm.ts'
import { words } from './words.ts'

export function PasswordForm() {
  const t = words.use()
  const id = useId()
  const me = useMe()
  const [current, setCurrent] = useState('')
  const [next, setNext] = useState('')
  const { busy, wrong, submit } = useForm(async () => {
    await send('POST', '/me/password', { current, next })
    setCurrent('')
    setNext('')
    toast({ text: t('passwordSaved') })
  })
  return (
    <section className="settings-part">
      <h2>{t('password')}</h2>
      <p className="second">{t('passwordText')}</p>
      <form className="settings-form" onSubmit={submit}>
        <input type="hidden" name="username" autoComplete="username" value={me.user.email} readOnly />
        <Place id={`${id}-current`} label={t('current')} required wrong={wrong.current && t('currentWrong')}>
          <Password id={`${id}-current`} value={current} onChange={setCurrent} wrong={wrong.current !== undefined} />
        </Place>
        <Place id={`${id}-next`} label={t('next')} required wrong={wrong.next} hint={<p className="place-help">{t('nextHint')}</p>}>
          <Password id={`${id}-next`} value={next} onChange={setNext} wrong={wrong.next !== undefined} fresh />
        </Place>
        <div>
          <Button type="submit" busy={busy} look={current && next ? 'primary' : 'plain'}>
            {t('password')}
          </Button>
        </div>
      </form>
    </section>
  )
}
