import { useId } from 'react'

type Props<T extends string> = { label: string; value: T; options: { value: T; label: string }[]; onChange: (value: T) => void }

/** A few choices side by side, one of them on. The browser's own radio buttons, so arrows walk. */
export function Segments<T extends string>({ label, value, options, onChange }: Props<T>) {
  const name = useId()
  return (
    <fieldset className="segments">
      <legend>{label}</legend>
      <div>
        {options.map((option) => (
          <label key={option.value} className={option.value === value ? 'on' : ''}>
            <input type="radio" name={name} checked={option.value === value} onChange={() => onChange(option.value)} />
            {option.label}
          </label>
        ))}
      </div>
    </fieldset>
  )
}
