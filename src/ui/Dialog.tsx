import { useEffect, useId, useRef, type ReactNode } from 'react'
import { IconButton } from './Button.tsx'
import { focusFirst } from './focus.ts'
import { Close } from './icons.ts'
import { words } from './words.ts'
import './Dialog.css'

type Props = {
  title: ReactNode
  onClose: () => void
  children: ReactNode
  foot?: ReactNode
  width?: number
  /** Ctrl Enter. */
  onAgree?: () => void
}

/** The browser's own modal dialog: it keeps the focus inside and gives it back. */
export function Dialog({ title, onClose, children, foot, width = 560, onAgree }: Props) {
  const t = words.use()
  const box = useRef<HTMLDialogElement>(null)
  const id = useId()
  const agree = useRef(onAgree)
  agree.current = onAgree
  useEffect(() => {
    const element = box.current
    if (element && !element.open) {
      element.showModal()
      if (!focusFirst(element.querySelector('.dialog-body'))) focusFirst(element.querySelector('.dialog-foot'))
    }
    return () => element?.close()
  }, [])
  return (
    <dialog
      ref={box}
      className="dialog"
      style={{ width }}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault()
        if (event.target === box.current) onClose()
      }}
      onKeyDown={(event) => {
        event.stopPropagation()
        // A day that was typed is read by the same key; what it says has to be there before it is sent.
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) setTimeout(() => agree.current?.())
      }}
      onPointerDown={(event) => {
        if (event.target === box.current) onClose()
      }}
    >
      <div className="dialog-box">
        <header className="dialog-head">
          <h2 id={id} className="grow">
            {title}
          </h2>
          <IconButton name={t('close')} icon={<Close />} small onClick={onClose} />
        </header>
        <div className="dialog-body">{children}</div>
        {foot !== undefined && <footer className="dialog-foot">{foot}</footer>}
      </div>
    </dialog>
  )
}
