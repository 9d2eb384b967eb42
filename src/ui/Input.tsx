import { useLayoutEffect, useRef, type InputHTMLAttributes, type ReactNode, type Ref, type TextareaHTMLAttributes } from 'react'
import { Check } from './icons.ts'
import './Input.css'

type InputProps = Omit<InputHTMLAttributes<HTMLInputElement>, 'onChange' | 'value'> & {
  value: string
  onChange: (text: string) => void
  wrong?: boolean
  lead?: ReactNode
  trail?: ReactNode
  box?: Ref<HTMLInputElement>
}

export function Input({ value, onChange, wrong, lead, trail, box, className, ...rest }: InputProps) {
  return (
    <span className={`input ${wrong ? 'wrong' : ''} ${className ?? ''}`}>
      {lead}
      <input
        ref={box}
        autoComplete="off"
        {...rest}
        value={value}
        aria-invalid={wrong || undefined}
        onChange={(event) => onChange(event.target.value)}
      />
      {trail}
    </span>
  )
}

type TextProps = Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, 'onChange' | 'value'> & {
  value: string
  onChange: (text: string) => void
  wrong?: boolean
  box?: Ref<HTMLTextAreaElement>
}

/** Grows with what is written, up to a third of the window. */
export function TextArea({ value, onChange, wrong, rows = 2, box, ...rest }: TextProps) {
  const own = useRef<HTMLTextAreaElement>(null)
  useLayoutEffect(() => {
    const element = own.current
    if (!element) return
    element.style.height = 'auto'
    // Nothing can be measured in a dialog that is not shown yet.
    if (element.scrollHeight > 0) element.style.height = `${Math.min(element.scrollHeight, window.innerHeight / 3)}px`
  }, [value, rows])
  return (
    <span className={`input text ${wrong ? 'wrong' : ''}`}>
      <textarea
        ref={(element) => {
          own.current = element
          if (typeof box === 'function') box(element)
          else if (box) box.current = element
        }}
        rows={rows}
        style={{ minHeight: rows * 20 + 10 }}
        {...rest}
        value={value}
        aria-invalid={wrong || undefined}
        onChange={(event) => onChange(event.target.value)}
      />
    </span>
  )
}

type CheckProps = {
  checked: boolean
  some?: boolean
  onChange: (checked: boolean, event: { shiftKey: boolean }) => void
  name?: string
  children?: ReactNode
  id?: string
}

export function Checkbox({ checked, some, onChange, name, children, id }: CheckProps) {
  const shift = useRef(false)
  return (
    <label className="check" onPointerDown={(event) => (shift.current = event.shiftKey)}>
      <input
        id={id}
        type="checkbox"
        checked={checked}
        aria-label={name}
        ref={(element) => {
          if (element) element.indeterminate = some === true
        }}
        onChange={(event) => {
          onChange(event.target.checked, { shiftKey: shift.current })
          shift.current = false
        }}
      />
      <span className="check-box" aria-hidden="true">
        {checked && !some && <Check />}
        {some && <i />}
      </span>
      {children}
    </label>
  )
}

/** A labelled place in a form, with what is wrong under it. */
export function Place(props: {
  id: string
  label: ReactNode
  required?: boolean
  wrong?: string
  hint?: ReactNode
  children: ReactNode
  end?: ReactNode
}) {
  return (
    <div className="place">
      <div className="place-head">
        <label htmlFor={props.id} id={`${props.id}-label`}>
          {props.label}
          {props.required && (
            <span className="late" aria-hidden="true">
              {' '}
              *
            </span>
          )}
        </label>
        {props.end}
      </div>
      {props.children}
      {props.wrong !== undefined && (
        <p className="place-wrong" id={`${props.id}-wrong`} role="alert">
          {props.wrong}
        </p>
      )}
      {props.hint}
    </div>
  )
}
