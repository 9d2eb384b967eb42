import { useState } from 'react'
import { Button } from '../../../ui/Button.tsx'
import { Dialog } from '../../../ui/Dialog.tsx'
import { CopyButton } from '../CopyButton.tsx'
import type { Wanted } from './AddPeople.tsx'
import { words } from './words.ts'

export type NewPerson = Wanted & { password: string }

/** First passwords, shown once. Closing without having copied them is asked about. */
type Props = {
  people: Pick<NewPerson, 'name' | 'email' | 'password'>[]
  onClose: () => void
  onMore?: () => void
  title?: string
  text?: string
}
export function Made({ people, onClose, onMore, title, text }: Props) {
  const t = words.use()
  const [copied, setCopied] = useState(false)
  const [asked, setAsked] = useState(false)
  const head = [t('name'), t('email'), t('initial'), t('loginAt')]
  const list = [head, ...people.map((one) => [one.name, one.email, one.password, location.origin])].map((row) => row.join('\t')).join('\n')
  const leave = () => (copied ? onClose() : setAsked(true))
  return (
    <Dialog
      title={title ?? t('madeTitle')}
      width={640}
      onClose={leave}
      foot={
        <>
          {asked && !copied && <span className="soon grow">{t('closeSure')}</span>}
          {asked && !copied ? (
            <Button onClick={onClose}>{t('closeAnyway')}</Button>
          ) : (
            <>
              {onMore && <Button onClick={onMore}>{t('oneMore')}</Button>}
              <Button onClick={leave}>{t('close')}</Button>
            </>
          )}
          <CopyButton look="primary" text={list} onCopied={() => setCopied(true)} />
        </>
      }
    >
      <p className="second paste-text">{text ?? t('madeText')}</p>
      <div className="paste-preview">
        <table>
          <thead>
            <tr>
              <th>{t('name')}</th>
              <th>{t('email')}</th>
              <th>{t('initial')}</th>
            </tr>
          </thead>
          <tbody>
            {people.map((one) => (
              <tr key={one.email}>
                <td>{one.name}</td>
                <td>{one.email}</td>
                <td>
                  <code>{one.password}</code>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Dialog>
  )
}
