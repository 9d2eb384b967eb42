import { useRouter } from '@tanstack/react-router'
import { useEffect, useId, useRef, useState, type KeyboardEvent, type ReactNode } from 'react'
import { IconButton } from '../../ui/Button.tsx'
import { say } from '../../ui/i18n.ts'
import { Close, Search } from '../../ui/icons.ts'
import { objectNamed, useMe, useSchema } from '../api/queries.ts'
import { drawn } from '../icons.tsx'
import { type Deed, calledSo, fitting, useDeeds } from './deeds.tsx'
import { useDeedsHere } from './here.ts'
import { remember, useSeen, type Seen } from './recent.ts'
import { useSearch } from './useSearch.ts'
import { words } from './words.ts'
import './palette.css'

type Entry = { key: string; section: string; icon: ReactNode; label: string; hint?: string; end?: string; onChoose: () => void }

/** One box for everything: records by any part of their name, and deeds. The hand never leaves the keys. */
export function Palette({ onClose }: { onClose: () => void }) {
  const t = words.use()
  const box = useRef<HTMLDialogElement>(null)
  const list = useId()
  const [text, setText] = useState('')
  const [at, setAt] = useState<string | null>(null)
  const [waiting, setWaiting] = useState(false)
  const { entries, looking, failed } = useEntries(text)
  useEffect(() => {
    const element = box.current
    if (element && !element.open) element.showModal()
    return () => element?.close()
  }, [])
  const here = Math.max(
    0,
    entries.findIndex((entry) => entry.key === at),
  )

  const choose = (entry: Entry | undefined) => {
    if (!entry) return
    onClose()
    entry.onChoose()
  }
  useEffect(() => {
    if (waiting && !looking) choose(entries[here])
  })
  const keys = (event: KeyboardEvent) => {
    event.stopPropagation()
    if (event.nativeEvent.isComposing) return
    const chord = event.ctrlKey || event.metaKey
    const step = steps[chord ? `Ctrl ${event.key}` : event.key]
    if (step !== undefined) {
      event.preventDefault()
      setAt(entries[(here + step + entries.length) % Math.max(1, entries.length)]?.key ?? null)
    } else if (event.key === 'Enter') {
      event.preventDefault()
      // Whoever types and presses Enter at once means the answer to what he typed, not the hits still standing there.
      if (looking) setWaiting(true)
      else choose(entries[here])
    } else if (chord && event.key.toLowerCase() === 'k') {
      event.preventDefault()
      onClose()
    }
  }
  return (
    <dialog
      ref={box}
      className="palette"
      aria-label={t('title')}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
      onPointerDown={(event) => event.target === box.current && onClose()}
      onKeyDown={keys}
    >
      <div className="palette-box">
        <label className="palette-find">
          <Search />
          <input
            autoFocus
            type="text"
            role="combobox"
            aria-expanded="true"
            aria-controls={list}
            aria-activedescendant={entries.length > 0 ? `${list}-${here}` : undefined}
            aria-label={t('title')}
            placeholder={t('placeholder')}
            autoComplete="off"
            spellCheck={false}
            enterKeyHint="go"
            value={text}
            onChange={(event) => {
              setText(event.target.value)
              setAt(null)
              setWaiting(false)
            }}
          />
          <kbd>Esc</kbd>
          <IconButton className="palette-close" name={t('hintClose')} icon={<Close />} onClick={onClose} />
        </label>
        <div className="palette-list" role="listbox" id={list} aria-label={t('title')} aria-busy={looking}>
          {entries.map((entry, index) => (
            <div key={entry.key} role="presentation">
              {entries[index - 1]?.section !== entry.section && <div className="palette-section">{entry.section}</div>}
              <div
                id={`${list}-${index}`}
                role="option"
                aria-selected={index === here}
                className={`palette-item ${index === here ? 'on' : ''}`}
                ref={index === here ? (element) => element?.scrollIntoView({ block: 'nearest' }) : undefined}
                onPointerMove={() => setAt(entry.key)}
                onClick={() => choose(entry)}
              >
                <span className="palette-icon">{entry.icon}</span>
                <span className="cut palette-label">{entry.label}</span>
                <span className="cut second grow">{entry.hint}</span>
                {entry.end && <span className="second palette-end">{entry.end}</span>}
              </div>
            </div>
          ))}
          {entries.length === 0 && <Nothing text={text} looking={looking} failed={failed} />}
        </div>
        <footer className="palette-foot second" aria-hidden="true">
          <span>
            <kbd>↑</kbd> <kbd>↓</kbd> {t('hintMove')}
          </span>
          <span>
            <kbd>Enter</kbd> {t('hintOpen')}
          </span>
          <span>
            <kbd>Esc</kbd> {t('hintClose')}
          </span>
        </footer>
      </div>
    </dialog>
  )
}

const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, 'Ctrl n': 1, 'Ctrl p': -1 }

function Nothing({ text, looking, failed }: { text: string; looking: boolean; failed: boolean }) {
  const t = words.use()
  if (looking) return <p className="palette-none second">{t('looking')}</p>
  if (failed) return <p className="palette-none late">{t('failed')}</p>
  return (
    <div className="palette-none">
      <p>{t('nothing', { text: text.trim() })}</p>
      <p className="second">{t('nothingText')}</p>
    </div>
  )
}

/** Without words: the record on the page, what was seen last, all deeds. With words: records first, unless a deed of this record is called just so. */
function useEntries(text: string): { entries: Entry[]; looking: boolean; failed: boolean } {
  const t = words.use()
  const schema = useSchema()
  const me = useMe()
  const router = useRouter()
  const seen = useSeen(me.user.id)
  const deeds = useDeeds()
  const { records, looking, failed } = useSearch(text)
  const record = (one: Seen, section: string, matched?: string): Entry[] => {
    const object = objectNamed(schema, one.object)
    if (!object || object.quiet) return []
    return [
      {
        key: `record ${one.id}`,
        section,
        icon: <span data-tip={say(object.label)}>{drawn(object.icon ?? object.name)}</span>,
        label: one.title || say(object.label),
        hint: [matched, one.subtitle].filter(Boolean).join(' · ') || undefined,
        end: say(object.label),
        onChoose: () => {
          remember(me.user.id, { object: one.object, id: one.id, title: one.title, subtitle: one.subtitle })
          void router.navigate({ to: '/o/$object/$id', params: { object: object.path, id: one.id } })
        },
      },
    ]
  }
  const here = useDeedsHere()
  const doing = (section: string) => fitting(deeds, text).map((deed): Entry => ({ ...deed, section }))
  const ofThis = (fit: Deed[]) => fit.map((deed): Entry => ({ ...deed, section: t('here') }))
  if (text.trim() === '')
    return {
      entries: [...ofThis(here), ...seen.slice(0, 6).flatMap((one) => record(one, t('recent'))), ...doing(t('deeds'))],
      looking: false,
      failed: false,
    }
  const found = records.flatMap((one) => record(one, t('records'), one.matched))
  const [just, others] = calledSo(fitting(here, text), text)
  return { entries: [...ofThis(just), ...found, ...ofThis(others), ...doing(t('deeds'))], looking, failed }
}
