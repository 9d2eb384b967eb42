import { Combobox } from '../../ui/Combobox.tsx'
import type { ObjectShape } from '../../lib/wire.ts'
import { useSchema } from '../api/queries.ts'
import type { Condition } from '../api/filter.ts'
import { askableAt, askableFields, askingOf, askings, operandShape, usualAsking } from './operators.ts'
import { Operand } from './Operand.tsx'
import { words } from './words.ts'

export type Draft = Partial<Condition>
type Props = { id: string; object: ObjectShape; draft: Draft; onChange: (draft: Draft) => void; across?: boolean }

/** Field, question, value. */
export function ConditionEdit({ id, object, draft, onChange, across }: Props) {
  const t = words.use()
  const schema = useSchema()
  const at = draft.field ? askableAt(object, schema, draft.field) : undefined
  const asking = at && draft.op ? askingOf(at.field, { field: at.path, op: draft.op, value: draft.value }) : undefined
  const fields = askableFields(object, schema).map(({ path, label }) => ({ value: path, label }))
  return (
    <div className={`condition ${across ? 'across' : ''}`}>
      <Combobox
        id={`${id}-field`}
        name={t('field')}
        fixed
        open={!draft.field && !across}
        options={fields}
        value={at ? [{ value: at.path, label: at.label }] : []}
        placeholder={t('field')}
        onChange={([next]) => {
          const chosen = next && askableAt(object, schema, next.value)
          const usual = chosen && usualAsking(chosen.field)
          if (chosen && usual) onChange({ field: chosen.path, op: usual.op, value: usual.fixed })
        }}
      />
      {at && (
        <Combobox
          id={`${id}-op`}
          name={t('op')}
          fixed
          options={askings(at.field).map(({ key, label }) => ({ value: key, label }))}
          value={asking ? [{ value: asking.key, label: asking.label }] : []}
          onChange={([next]) => {
            const chosen = askings(at.field).find((one) => one.key === next?.value)
            if (!chosen) return
            const sameShape = operandShape(at.field.operators[chosen.op]) === operandShape(at.field.operators[draft.op ?? ''])
            onChange({ field: at.path, op: chosen.op, value: chosen.fixed ?? (sameShape ? draft.value : undefined) })
          }}
        />
      )}
      {at && asking?.fixed === undefined && draft.op && (
        <Operand
          key={draft.op}
          id={`${id}-value`}
          field={at.field}
          op={draft.op}
          value={draft.value}
          onChange={(value) => onChange({ ...draft, value })}
        />
      )}
    </div>
  )
}
