import { Fragment, useEffect, useId, useRef, useState, type KeyboardEvent, type ReactNode } from 'react'
import { Check, Close, Down } from './icons.ts'
import { Popover } from './Popover.tsx'
import { useOptions } from './options.ts'
import { words } from './words.ts'
import './Combobox.css'

export type Option = { value: string; label: string; hint?: string; face?: ReactNode; group?: string }

export type ComboboxProps = {
  id?: string
  name?: string
  value: Option[]
  many?: boolean
  onChange: (value: Option[]) => void
  /** All that can be chosen, or how to look them up while typing. */
  options?: Option[]
  load?: (text: string) => Promise<Option[]>
  /** Offers to make what was typed. */
  onCreate?: (text: string) => void
  wrong?: boolean
  autoFocus?: boolean
  /** Opens at once: in a cell, in a filter. */
  open?: boolean
  onClose?: () => void
  placeholder?: string
  fixed?: boolean
  /** What has been typed already when the list opens. */
  typed?: string
}

export function Combobox(props: ComboboxProps) {
  const t = words.use()
  const [open, setOpen] = useState(props.open === true)
  const list = useId()
  const anchor = useRef<HTMLDivElement>(null)
  const close = (focus: boolean) => {
    setOpen(false)
    props.onClose?.()
    if (focus) anchor.current?.querySelector<HTMLElement>('.combo-face')?.focus()
  }
  const first = props.value[0]
  return (
    <div ref={anchor} className={`combo ${props.wrong ? 'wrong' : ''}`}>
      <button
        type="button"
        id={props.id}
        className="combo-face"
        role="combobox"
        aria-haspopup="listbox"
        aria-expanded={open}
        aria-controls={open ? list : undefined}
        aria-label={props.name}
        aria-invalid={props.wrong || undefined}
        autoFocus={props.autoFocus && !open}
        onClick={() => setOpen(!open)}
        onKeyDown={(event) => {
          if (event.key === 'ArrowDown' || (event.key.length === 1 && !event.ctrlKey && !event.metaKey && event.key !== ' ')) setOpen(true)
        }}
      >
        {first === undefined ? (
          <span className="second cut grow">{props.placeholder ?? t('choose')}</span>
        ) : (
          <span className="cut grow">{props.many ? props.value.map((one) => one.label).join('、') : (first.face ?? first.label)}</span>
        )}
        <Down />
      </button>
      {first !== undefined && !props.fixed && (
        <button type="button" className="combo-clear" aria-label={t('clear')} onClick={() => props.onChange([])}>
          <Close />
        </button>
      )}
      {open && (
        <Popover anchor={anchor} onClose={() => close(false)} fit className="combo-pop">
          <Choices {...props} list={list} onDone={() => close(true)} />
        </Popover>
      )}
    </div>
  )
}

/** The searchable list alone. */
export function Choices(props: ComboboxProps & { onDone: () => void; list?: string }) {
  const t = words.use()
  const own = useId()
  const list = props.list ?? own
  const [text, setText] = useState(props.typed ?? '')
  const { options, looking } = useOptions(text, props.options, props.load)
  const [at, setAt] = useState(0)
  const makes = props.onCreate !== undefined && text.trim() !== '' && !looking && !options.some((one) => one.label === text.trim())
  const count = options.length + (makes ? 1 : 0)
  const chosen = options.findIndex((one) => one.value === props.value[0]?.value)
  useEffect(() => setAt(text === '' && !props.many ? Math.max(0, chosen) : 0), [text, options.length])
  const searchable = props.load !== undefined || props.onCreate !== undefined || (props.options?.length ?? 0) > 7

  // Enter before the answer is here means the first of what was typed, not of what still stands there.
  const [hasty, setHasty] = useState(false)
  useEffect(() => {
    if (!hasty || looking) return
    setHasty(false)
    if (count > 0) choose(0)
  }, [hasty, looking])

  const choose = (index: number) => {
    const option = options[index]
    if (!option) {
      if (makes) props.onCreate?.(text.trim())
      if (makes) props.onDone()
      return
    }
    if (!props.many) {
      props.onChange([option])
      props.onDone()
    } else if (props.value.some((one) => one.value === option.value))
      props.onChange(props.value.filter((one) => one.value !== option.value))
    else props.onChange([...props.value, option])
  }
  const keys = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0) {
      event.preventDefault()
      setAt((at + step + count) % Math.max(1, count))
    } else if (event.key === 'Enter') {
      event.preventDefault()
      event.stopPropagation()
      if (looking && text !== '') setHasty(true)
      else choose(at)
    } else if (event.key === 'Tab') {
      if (text.trim() === '' || props.many) props.onDone()
      else if (looking) setHasty(true)
      else if (options.length > 0) choose(at)
      else props.onDone()
    }
  }
  return (
    <div className="choices" onKeyDown={keys}>
      <input
        className={searchable ? 'choices-find' : 'unseen'}
        autoFocus
        ref={toItsEnd}
        role="combobox"
        aria-expanded="true"
        aria-controls={list}
        aria-activedescendant={count > 0 ? `${list}-${at}` : undefined}
        aria-label={props.name ?? t('find')}
        placeholder={t('find')}
        value={text}
        readOnly={!searchable}
        onChange={(event) => setText(event.target.value)}
      />
      <div role="listbox" id={list} aria-multiselectable={props.many || undefined} className="choices-list" aria-label={props.name}>
        {options.map((option, index) => {
          const on = props.value.some((one) => one.value === option.value)
          const group = option.group !== options[index - 1]?.group ? option.group : undefined
          return (
            <Fragment key={option.value}>
              {group && <div className="menu-title">{group}</div>}
              <div
                id={`${list}-${index}`}
                role="option"
                aria-selected={on}
                className={`menu-item ${index === at ? 'on' : ''}`}
                ref={index === at ? (element) => element?.scrollIntoView({ block: 'nearest' }) : undefined}
                onPointerMove={() => setAt(index)}
                onClick={() => choose(index)}
              >
                <span className="grow">
                  <span className="cut">{option.face ?? option.label}</span>
                  {option.hint && <span className="choices-hint cut">{option.hint}</span>}
                </span>
                {on && <Check />}
              </div>
            </Fragment>
          )
        })}
        {makes && (
          <div
            id={`${list}-${options.length}`}
            role="option"
            aria-selected="false"
            className={`menu-item choices-make ${at === options.length ? 'on' : ''}`}
            onPointerMove={() => setAt(options.length)}
            onClick={() => choose(options.length)}
          >
            {t('create', { text: text.trim() })}
          </div>
        )}
        {count === 0 && <p className="choices-none">{looking ? t('looking') : t('nothing')}</p>}
      </div>
    </div>
  )
}

/** Typing goes on behind what was typed. */
const toItsEnd = (box: HTMLInputElement | null) => box?.setSelectionRange(box.value.length, box.value.length)
