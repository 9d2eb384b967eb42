import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import type { ObjectShape } from '../../lib/wire.ts'
import { Button } from '../../ui/Button.tsx'
import { Empty } from '../../ui/Empty.tsx'
import { useLanguage } from '../../ui/i18n.ts'
import { Busy, Export, Inbox, Lock, Warning } from '../../ui/icons.ts'
import { Chip } from '../../ui/Tag.tsx'
import { Problem } from '../api/http.ts'
import { objectAt, useSchema } from '../api/queries.ts'
import { isTyping } from '../frame/keys.ts'
import { Missing } from '../frame/Plain.tsx'
import { manyIn, manyOf } from '../named.ts'
import { bring, importsQuery, templateHref } from './calls.ts'
import { tableFromPaste, useFileDrop } from './files.ts'
import { take } from './handed.ts'
import { Head } from './Head.tsx'
import { TaskRow } from './TaskRow.tsx'
import { words } from './words.ts'
import './imports.css'

/** Where an import begins: a file dropped, chosen or pasted. */
export function StartPage() {
  useLanguage()
  const { object: path } = useParams({ from: '/frame/import/$object' })
  const object = objectAt(useSchema(), path)
  if (!object) return <Missing />
  return <Start key={path} object={object} />
}

function Start({ object }: { object: ObjectShape }) {
  const t = words.use()
  const { objects } = useSchema()
  const { reading, wrong, read } = useReading(object)
  const over = useFileDrop((file) => void read(file))
  const pick = useRef<HTMLInputElement>(null)
  const name = manyIn(object)
  useEffect(() => {
    const paste = (event: ClipboardEvent) => {
      if (isTyping(event.target)) return
      const file = tableFromPaste(event.clipboardData, `${t('pasted')}.csv`)
      if (!file) return
      event.preventDefault()
      void read(file)
    }
    document.addEventListener('paste', paste)
    return () => document.removeEventListener('paste', paste)
  })
  const possible = objects.filter((one) => one.can.import && one.can.create && !one.quiet && !one.timeline)
  if (!object.can.import) return <Empty icon={<Lock />} title={t('mayNot', { object: name })} text={t('mayNotText')} />
  return (
    <>
      <Head object={object} step="file" />
      <div className="import-body">
        <div className="import-start">
          {possible.length > 1 && (
            <nav className="row import-objects" aria-label={t('whichObject')}>
              <span className="second">{t('whichObject')}</span>
              {possible.map((one) => (
                <ObjectChip key={one.name} object={one} on={one.name === object.name} />
              ))}
            </nav>
          )}
          <section className={`import-drop ${over ? 'over' : ''} ${wrong ? 'wrong' : ''}`} aria-busy={reading !== null}>
            <span className="import-drop-icon" aria-hidden="true">
              {reading === null ? <Inbox /> : <Busy spin />}
            </span>
            {reading === null ? (
              <>
                <h2>{over ? t('letGo', { object: name }) : t('drop')}</h2>
                <p className="row">
                  <span className="second">{t('dropOr')}</span>
                  <Button look="primary" autoFocus onClick={() => pick.current?.click()}>
                    {t('chooseFile')}
                  </Button>
                </p>
                <p className="second">{t('kinds')}</p>
                <p className="second import-wide">{t('pasteToo', { keys: 'Ctrl V' })}</p>
              </>
            ) : (
              <h2 role="status">{t('reading', { file: reading })}</h2>
            )}
            <input
              ref={pick}
              type="file"
              className="unseen"
              tabIndex={-1}
              aria-label={t('chooseFile')}
              accept=".csv,.tsv,.txt,.xlsx,.xlsm,.xls,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
              onChange={(event) => {
                const file = event.target.files?.[0]
                // The same file, mended and chosen again, is a change too.
                event.target.value = ''
                if (file) void read(file)
              }}
            />
          </section>
          {wrong !== null && (
            <p className="import-wrong" role="alert">
              <Warning />
              <span>{wrong}</span>
            </p>
          )}
          <p className="row import-template">
            <span className="second">{t('templateText', { object: name })}</span>
            <a className="button plain small" href={templateHref(object.path)} download>
              <Export />
              {t('template')}
            </a>
          </p>
          <Recent object={object} />
        </div>
      </div>
    </>
  )
}

const ObjectChip = ({ object, on }: { object: ObjectShape; on: boolean }) => {
  const navigate = useNavigate()
  return (
    <Chip on={on} onChoose={() => void navigate({ to: '/import/$object', params: { object: object.path }, replace: true })}>
      {manyOf(object)}
    </Chip>
  )
}

/** Reads a file at the server and goes on to its columns; what is wrong with the file is said where it was dropped. */
function useReading(object: ObjectShape) {
  const t = words.use()
  const navigate = useNavigate()
  const [reading, setReading] = useState<string | null>(null)
  const [wrong, setWrong] = useState<string | null>(null)
  const busy = useRef(false)
  const read = async (file: File) => {
    if (busy.current) return
    setWrong(null)
    if (file.size === 0) return setWrong(t('empty', { file: file.name }))
    busy.current = true
    setReading(file.name)
    try {
      const made = await bring(object.path, file)
      await navigate({ to: '/imports/$id', params: { id: made.id }, replace: true })
    } catch (error) {
      setWrong(saidOf(error, file.name, t))
      if (!(error instanceof Problem)) console.error(error)
    } finally {
      busy.current = false
      setReading(null)
    }
  }
  useEffect(() => {
    const file = take(object.path)
    if (file) void read(file)
    // Only what was waiting when the page opened.
  }, [])
  return { reading, wrong, read }
}

/** The server's sentence says what to do; where it cannot, ours does. A file too large may be cut off before an answer comes. */
function saidOf(error: unknown, file: string, t: ReturnType<typeof words.use>): string {
  if (!(error instanceof Problem)) return t('broken', { file })
  if (error.status === 413) return t('tooLarge', { file })
  return error.code === 'empty-file' ? t('empty', { file }) : error.message
}

function Recent({ object }: { object: ObjectShape }) {
  const t = words.use()
  const { data } = useQuery(importsQuery)
  const mine = data?.records.filter((one) => one.object === object.path).slice(0, 5) ?? []
  if (mine.length === 0) return null
  return (
    <section className="import-recent">
      <div className="row">
        <h3 className="grow strong">{t('recent')}</h3>
        <Link to="/imports">{t('allTasks')}</Link>
      </div>
      <ul className="import-tasks">
        {mine.map((one) => (
          <TaskRow key={one.id} one={one} />
        ))}
      </ul>
    </section>
  )
}
