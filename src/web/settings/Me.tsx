import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useId, useState } from 'react'
import type { RecordJson } from '../../lib/wire.ts'
import { Button } from '../../ui/Button.tsx'
import { speak, useLanguage, type Language } from '../../ui/i18n.ts'
import { Input, Place } from '../../ui/Input.tsx'
import { useTheme, wear, type Theme } from '../../ui/theme.ts'
import { offerUndo } from '../api/deeds.ts'
import { send } from '../api/http.ts'
import { meQuery, objectNamed, recordQuery, useMe, useSchema } from '../api/queries.ts'
import { words as app } from '../words.ts'
import { PasswordForm } from './PasswordForm.tsx'
import { Segments } from './Segments.tsx'
import { useForm } from './useForm.ts'
import { textOf } from './textOf.ts'
import { words } from './words.ts'

export function MePart() {
  const t = words.use()
  const a = app.use()
  const language = useLanguage()
  const theme = useTheme()
  const me = useMe()
  const object = objectNamed(useSchema(), 'user')
  const { data: user } = useQuery({ ...recordQuery(object!, me.user.id), enabled: object !== undefined })
  return (
    <>
      <section className="settings-part">
        <h2>{t('me')}</h2>
        {user && <Profile key={user.version} user={user} email={me.user.email} />}
      </section>
      <section className="settings-part">
        <h2>{t('looks')}</h2>
        <div className="settings-lines">
          <Segments<Language>
            label={t('language')}
            value={language}
            options={[
              { value: 'zh', label: '中文' },
              { value: 'en', label: 'English' },
            ]}
            onChange={speak}
          />
          <Segments<Theme>
            label={t('theme')}
            value={theme}
            options={(['system', 'light', 'dark'] as const).map((value) => ({ value, label: a(value) }))}
            onChange={wear}
          />
        </div>
      </section>
      <PasswordForm />
    </>
  )
}

function Profile({ user, email }: { user: RecordJson; email: string }) {
  const t = words.use()
  const id = useId()
  const client = useQueryClient()
  const [name, setName] = useState(textOf(user.name))
  const [mobile, setMobile] = useState(textOf(user.mobile))
  const { busy, wrong, submit } = useForm(async () => {
    const { changeset } = await send<{ changeset: string }>('PATCH', '/me', { name, mobile: mobile.trim() === '' ? null : mobile })
    await Promise.all([
      client.invalidateQueries({ queryKey: meQuery.queryKey }),
      client.invalidateQueries({ queryKey: ['record', 'user'] }),
    ])
    offerUndo(t('saved'), changeset)
  })
  const changed = name !== textOf(user.name) || mobile !== textOf(user.mobile)
  return (
    <form className="settings-form" onSubmit={submit}>
      <Place id={`${id}-name`} label={t('name')} required wrong={wrong.name}>
        <Input id={`${id}-name`} value={name} onChange={setName} wrong={wrong.name !== undefined} autoComplete="name" />
      </Place>
      <Place id={`${id}-mobile`} label={t('mobile')} wrong={wrong.mobile}>
        <Input
          id={`${id}-mobile`}
          value={mobile}
          onChange={setMobile}
          wrong={wrong.mobile !== undefined}
          inputMode="tel"
          autoComplete="tel"
        />
      </Place>
      <Place id={`${id}-email`} label={t('email')} hint={<p className="place-help">{t('emailFixed')}</p>}>
        <Input id={`${id}-email`} value={email} onChange={() => undefined} readOnly className="fixed" />
      </Place>
      <div>
        <Button type="submit" look={changed ? 'primary' : 'plain'} busy={busy}>
          {t('save')}
        </Button>
      </div>
    </form>
  )
}
