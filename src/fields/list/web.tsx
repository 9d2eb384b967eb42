import { Button, IconButton } from '../../ui/Button.tsx'
import { say } from '../../ui/i18n.ts'
import { Close, Plus } from '../../ui/icons.ts'
import { words } from '../../ui/words.ts'
import type { EditProps, Face } from '../face.ts'
import { Parts, answersIn } from '../group/web.tsx'

/** The same questions line by line. */
function ListEdit({ id, field, value, onChange, wrongs = {}, Part }: EditProps) {
  const t = words.use()
  const lines = (Array.isArray(value) ? value : []).map((line) => answersIn(line) ?? {})
  const inside = (at: number) =>
    Object.fromEntries(
      Object.entries(wrongs).flatMap(([path, text]) => (path.startsWith(`${at}.`) ? [[path.slice(`${at}.`.length), text]] : [])),
    )
  return (
    <fieldset className="group" aria-label={say(field.label)}>
      <legend className="strong">{say(field.label)}</legend>
      {lines.map((line, at) => (
        <div key={at} className="group-one">
          <Parts
            id={`${id}-${at}`}
            field={field}
            Part={Part}
            answers={line}
            wrongs={inside(at)}
            onChange={(next) => onChange(lines.with(at, next as Record<string, unknown>))}
          />
          <IconButton
            small
            name={t('remove', { text: String(at + 1) })}
            icon={<Close />}
            onClick={() => onChange(lines.toSpliced(at, 1))}
          />
        </div>
      ))}
      <Button small icon={<Plus />} onClick={() => onChange([...lines, {}])}>
        {t('add')}
      </Button>
    </fieldset>
  )
}

export const listFace: Face = { show: () => '', Edit: ListEdit, named: true, width: 160, wide: true, alone: true }
