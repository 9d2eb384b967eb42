import { createElement } from 'react'
import { faceOf } from '../../fields/web.ts'
import type { FieldShape } from '../../lib/wire.ts'
import { Combobox } from '../../ui/Combobox.tsx'
import { Input } from '../../ui/Input.tsx'
import { words as ui } from '../../ui/words.ts'
import { operandShape } from './operators.ts'
import { words } from './words.ts'

type Props = { id: string; field: FieldShape; op: string; value: unknown; onChange: (value: unknown) => void }

/** What is asked for, by the operand's JSON Schema; a single value by the field's own face. */
export function Operand({ id, field, op, value, onChange }: Props) {
  const t = words.use()
  const operand = field.operators[op]
  const face = faceOf(field)
  const shape = operandShape(operand)
  if (!operand || shape === 'nothing') return null
  const one = (own: string, now: unknown, then: (value: unknown) => void, name?: string) => {
    const props = { id: own, field, op, operand, value: now ?? null, onChange: then }
    if (face.FilterEdit) return createElement(face.FilterEdit, props)
    if (face.Edit) return createElement(face.Edit, props)
    return <Input id={own} aria-label={name} value={typeof now === 'string' ? now : ''} onChange={then} />
  }
  if (shape === 'list' && face.FilterEdit) return one(id, value, onChange)
  if (shape === 'list') {
    const list = Array.isArray(value) ? value.join('，') : '' // prettier-ignore
    return <Input id={id} value={list} placeholder={t('several')} onChange={(text) => onChange(text.split(/[,，、;；\n]\s*/).filter((each) => each !== ''))} /> // prettier-ignore
  }
  if (shape === 'range') {
    const [from, to] = (Array.isArray(value) ? value : [null, null]) as [unknown, unknown]
    return (
      <div className="operand-range">
        {one(id, from, (next) => onChange([next ?? null, to ?? null]), t('from'))}
        <span className="second">–</span>
        {one(`${id}-to`, to, (next) => onChange([from ?? null, next ?? null]), t('to'))}
      </div>
    )
  }
  if (shape === 'whole')
    return (
      <Input
        id={id}
        inputMode="numeric"
        value={typeof value === 'number' ? String(value) : ''}
        onChange={(text) => onChange(/^\d+$/.test(text) ? Number(text) : undefined)}
        trail={<span className="second">{t('days')}</span>}
      />
    )
  if (shape === 'yesNo') {
    const options = [true, false].map((each) => ({ value: String(each), label: ui.t(each ? 'yes' : 'no') }))
    return (
      <Combobox
        id={id}
        fixed
        options={options}
        value={options.filter((each) => each.value === String(value))}
        onChange={([next]) => onChange(next?.value === 'true')}
      />
    )
  }
  return one(id, value, onChange)
}
