import { Link } from '@tanstack/react-router'
import { Button } from '../../ui/Button.tsx'
import { Bones, Empty } from '../../ui/Empty.tsx'
import { Search, Warning } from '../../ui/icons.ts'
import { Problem } from '../api/http.ts'
import { words } from '../words.ts'

export function Missing() {
  const t = words.use()
  return (
    <Empty icon={<Search />} title={t('notFound')}>
      <Link className="button plain" to="/">
        {t('backHome')}
      </Link>
    </Empty>
  )
}

/** A page that failed says so and stays a page: the frame around it goes on. */
export function Broken({ error, reset }: { error: unknown; reset?: () => void }) {
  const t = words.use()
  // After an update of the server, the old page's parts are gone from it.
  const outdated = error instanceof TypeError && /dynamically imported module|module script/i.test(error.message)
  const text = error instanceof Problem ? error.message : outdated ? t('newVersion') : error instanceof Error ? error.message : undefined
  return (
    <Empty icon={<Warning />} title={t('broken')} text={text}>
      {!outdated && reset && <Button onClick={reset}>{t('again')}</Button>}
      <Button look="primary" onClick={() => location.reload()}>
        {t('reload')}
      </Button>
    </Empty>
  )
}

export const Opening = () => (
  <div style={{ padding: 24, maxWidth: 480 }} role="status" aria-label={words.t('loading')}>
    <Bones lines={5} />
  </div>
)
