import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { Empty } from '../../ui/Empty.tsx'
import { useLanguage } from '../../ui/i18n.ts'
import { Search } from '../../ui/icons.ts'
import { gone, objectAt, useSchema } from '../api/queries.ts'
import { Broken, Opening } from '../frame/Plain.tsx'
import { importQuery, isBusy } from './calls.ts'
import { Checked } from './Checked.tsx'
import { Head } from './Head.tsx'
import { DropVeil } from './ListDrop.tsx'
import { Matching } from './Matching.tsx'
import { Progress } from './Progress.tsx'
import { Report } from './Report.tsx'
import { stepOf } from './steps.ts'
import { words } from './words.ts'
import './imports.css'

/** One import, wherever it stands; its address can be left and come back to. */
export function ImportPage() {
  useLanguage()
  const { id } = useParams({ from: '/frame/imports/$id' })
  const { step: wanted } = useSearch({ from: '/frame/imports/$id' })
  const navigate = useNavigate()
  const schema = useSchema()
  const t = words.use()
  const { data: now, error, refetch } = useQuery(importQuery(id))
  if (error && !now) {
    if (!gone(error)) return <Broken error={error} reset={() => void refetch()} />
    return (
      <Empty icon={<Search />} title={t('missing')} text={t('missingText')}>
        <Link className="button plain" to="/imports">
          {t('allTasks')}
        </Link>
      </Empty>
    )
  }
  if (!now) return <Opening />
  const object = objectAt(schema, now.object)
  const step = stepOf(now, wanted)
  const go = (to: 'map' | undefined) => void navigate({ to: '/imports/$id', params: { id }, search: to ? { step: to } : {}, replace: true })
  const over = now.state === 'done' || now.state === 'failed'
  return (
    <>
      <Head
        object={object}
        file={now.file}
        step={step}
        over={now.state === 'done'}
        onStep={now.state === 'checked' ? () => go('map') : undefined}
        end={
          object &&
          !isBusy(now) && (
            <Link className="button plain small" to="/import/$object" params={{ object: object.path }}>
              {t('other')}
            </Link>
          )
        }
      />
      {object && <DropVeil object={object} />}
      {isBusy(now) ? (
        <div className="import-body">
          <Progress key={now.state} now={now} />
        </div>
      ) : over ? (
        <Report now={now} object={object} />
      ) : step === 'map' ? (
        <Matching key={now.id} now={now} object={object} onChecked={() => go(undefined)} />
      ) : (
        <Checked key={now.id} now={now} onBack={() => go('map')} />
      )}
    </>
  )
}
