import { say } from '../../ui/i18n.ts'
import { Checkbox } from '../../ui/Input.tsx'
import type { EditProps, Face } from '../face.ts'
import './group.css'

type Answers = Record<string, unknown>
export const answersIn = (value: unknown): Answers | null => (typeof value === 'object' && value !== null ? (value as Answers) : null)

/** One that need not be answered is a tick that opens its questions. */
function GroupEdit(props: EditProps) {
  const { id, field, value, onChange, start } = props
  const answers = answersIn(value) ?? (field.required ? {} : null)
  return (
    <fieldset className="group" aria-label={say(field.label)}>
      {field.required ? (
        <legend className="strong">{say(field.label)}</legend>
      ) : (
        <Checkbox id={id} checked={answers !== null} onChange={(on) => onChange(on ? (answersIn(start) ?? {}) : null)}>
          {say(field.label)}
        </Checkbox>
      )}
      {answers && <Parts {...props} answers={answers} />}
    </fieldset>
  )
}

type PartsProps = Pick<EditProps, 'id' | 'field' | 'wrongs' | 'onChange' | 'Part'> & { answers: Answers }

/** The questions inside; those that need an answer have a line of their own. */
export function Parts({ id, field, answers, wrongs = {}, onChange, Part }: PartsProps) {
  return (
    <div className="group-parts">
      {field.parts?.fields.map((part) => (
        <div key={part.name} className={part.required ? 'group-line' : undefined}>
          {Part && (
            <Part
              form={id}
              field={part}
              value={answers[part.name]}
              wrong={wrongs[part.name]}
              onChange={(next) => onChange({ ...answers, [part.name]: next })}
            />
          )}
        </div>
      ))}
    </div>
  )
}

export const groupFace: Face = { show: () => '', Edit: GroupEdit, named: true, width: 160, wide: true, alone: true }
