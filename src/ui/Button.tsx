import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react'
import { unspoken } from './unspoken.ts'
import './Button.css'

export type ButtonProps = ButtonHTMLAttributes<HTMLButtonElement> & {
  ref?: Ref<HTMLButtonElement>
  look?: 'primary' | 'plain' | 'quiet' | 'danger'
  small?: boolean
  icon?: ReactNode
  /** Why it cannot be pressed now: stays focusable and says so. */
  because?: string
  busy?: boolean
  /** A key that does the same. */
  keys?: string
}

export function Button({ look = 'plain', small, icon, because, busy, keys, children, className, onClick, ...rest }: ButtonProps) {
  const off = because !== undefined || busy === true
  const classes = ['button', look, small ? 'small' : '', busy ? 'busy' : '', className ?? '']
  return (
    <button
      type="button"
      {...rest}
      className={classes.filter(Boolean).join(' ')}
      aria-disabled={off || undefined}
      data-tip={because ?? rest.title}
      title={undefined}
      onClick={(event) => {
        if (off) event.preventDefault()
        else onClick?.(event)
      }}
    >
      {unspoken(icon)}
      {children !== undefined && <span className="cut">{children}</span>}
      {keys !== undefined && <kbd aria-hidden="true">{keys}</kbd>}
    </button>
  )
}

/** An icon alone: its name is spoken and shown on hover. */
export function IconButton({ name, icon, className, ...rest }: Omit<ButtonProps, 'children'> & { name: string; icon: ReactNode }) {
  return <Button look="quiet" {...rest} icon={icon} aria-label={name} title={name} className={`only-icon ${className ?? ''}`} />
}
