import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useEffect } from 'react'
import { paperLanguages, type Sheet } from '../../lib/sheet.ts'
import { Button } from '../../ui/Button.tsx'
import { useLanguage } from '../../ui/i18n.ts'
import { Export, Print } from '../../ui/icons.ts'
import { Segments } from '../settings/Segments.tsx'
import { get } from '../api/http.ts'
import { gone } from '../api/queries.ts'
import { Broken, Missing, Opening } from '../frame/Plain.tsx'
import { download, pdfAddress } from './PaperMenu.tsx'
import { SheetPage } from './SheetPage.tsx'
import { words } from './words.ts'
import '../settings/settings.css'
import './paper.css'

/** A record's paper as it will be printed; the bar above it stays on the screen. */
export function PaperPage() {
  const t = words.use()
  useLanguage()
  const { object, id } = useParams({ from: '/print/$object/$id' })
  const { language } = useSearch({ from: '/print/$object/$id' })
  const navigate = useNavigate()
  const { data, error, refetch } = useQuery({
    queryKey: ['paper', object, id, language],
    queryFn: ({ signal }) => get<Sheet>(`/${object}/${id}/document`, { language }, signal),
    placeholderData: (before) => before,
    staleTime: 0,
  })
  // what the browser calls the file when it prints to one
  useEffect(() => {
    if (data) document.title = data.file
  }, [data])
  if (gone(error)) return <Missing />
  if (error && !data) return <Broken error={error} reset={() => void refetch()} />
  if (!data) return <Opening />
  return (
    <div className="paper">
      <header className="paper-bar">
        <Segments
          label={t('language')}
          value={language}
          options={paperLanguages.map((value) => ({ value, label: t(value) }))}
          onChange={(next) =>
            void navigate({ to: '/print/$object/$id', params: { object, id }, search: { language: next }, replace: true })
          }
        />
        <span className="grow" />
        <Button icon={<Export />} onClick={() => download(pdfAddress(object, id, language))}>
          {t('download')}
        </Button>
        <Button look="primary" icon={<Print />} onClick={() => window.print()}>
          {t('print')}
        </Button>
      </header>
      <SheetPage sheet={data} />
    </div>
  )
}
