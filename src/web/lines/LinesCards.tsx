import { useState } from 'react'
import { Button, IconButton } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { say } from '../../ui/i18n.ts'
import { ArrowDown, ArrowUp, Plus, Remove } from '../../ui/icons.ts'
import { FieldPlace } from '../form/FieldPlace.tsx'
import { isTyping } from '../frame/keys.ts'
import { fieldOf, titleOf } from '../record/titles.ts'
import { CardFace } from './CardFace.tsx'
import type { DrawnProps } from './LinesGrid.tsx'
import { Shown } from './Shown.tsx'
import { isWritable } from './shape.ts'
import { words } from './words.ts'

/** On a phone: a card a line, and a sheet to write one. */
export function LinesCards(props: DrawnProps) {
  const t = words.use()
  const { shape, edits, counted, wrongAt } = props
  const [open, setOpen] = useState<number | null>(null)
  const shown = edits.lines.flatMap((_, at) => (edits.blank(at) ? [] : [at]))
  return (
    <div
      className="lines-cards"
      onPaste={(event) => {
        if (isTyping(event.target)) return
        event.preventDefault()
        const waiting = edits.lines.findIndex((_, at) => edits.blank(at))
        const row = waiting < 0 ? edits.lines.length : waiting
        void edits.paste(event.clipboardData.getData('text/plain'), { row, col: 0 }, shape.columns.filter(isWritable))
      }}
    >
      <ul>
        {shown.map((at) => (
          <li key={at}>
            <button
              type="button"
              className={`lines-card ${shape.columns.some(({ name }) => wrongAt(at, name)) ? 'wrong' : ''}`}
              onClick={() => setOpen(at)}
            >
              <CardFace columns={shape.columns} title={titleOf(shape.child, counted[at]!)} titles={shape.child.title} line={counted[at]!} />
              {shape.columns.flatMap((field) => {
                const wrong = wrongAt(at, field.name)
                return wrong ? [<span key={field.name} className="late">{`${say(field.label)}：${wrong}`}</span>] : []
              })}
            </button>
          </li>
        ))}
      </ul>
      <Button
        icon={<Plus />}
        onClick={() => {
          // The line that waits to be filled in is the new one.
          const waiting = edits.lines.findIndex((_, at) => edits.blank(at))
          if (waiting < 0) edits.add()
          setOpen(waiting < 0 ? edits.lines.length : waiting)
        }}
      >
        {t('add')}
      </Button>
      {open !== null && edits.lines[open] && <Sheet {...props} row={open} onClose={setOpen} />}
    </div>
  )
}

function Sheet({ id, shape, edits, counted, wrongAt, row, onClose }: DrawnProps & { row: number; onClose: (row: number | null) => void }) {
  const t = words.use()
  const { child } = shape
  const fields = [...new Set([...child.views.form.flat(), ...shape.columns.map((field) => field.name)])].flatMap((name) => {
    const field = fieldOf(child, name)
    return field && isWritable(field) ? [field] : []
  })
  const sums = shape.columns.filter((field) => field.kind === 'computed' && (counted[row]?.[field.name] ?? null) !== null)
  // What its form has side by side shares a line.
  const beside = new Set(child.views.form.flatMap((line) => (Array.isArray(line) && line.length > 1 ? line : [])))
  return (
    <Dialog
      title={t('row', { row: row + 1 })}
      width={480}
      onClose={() => onClose(null)}
      onAgree={() => onClose(null)}
      foot={
        <>
          <IconButton name={t('up')} icon={<ArrowUp />} onClick={() => (edits.move(row, -1), onClose(Math.max(0, row - 1)))} />
          <IconButton
            name={t('down')}
            icon={<ArrowDown />}
            onClick={() => (edits.move(row, 1), onClose(Math.min(edits.lines.length - 1, row + 1)))}
          />
          <IconButton name={t('remove')} icon={<Remove />} onClick={() => (edits.remove(row), onClose(null))} />
          <span className="grow" />
          <Button look="primary" onClick={() => onClose(null)}>
            {t('done')}
          </Button>
        </>
      }
    >
      <div className="form lines-sheet">
        {fields.map((field) => (
          <div key={field.name} className={beside.has(field.name) ? '' : 'whole'}>
            <FieldPlace
              form={`${id}-${row}`}
              field={field}
              value={edits.lines[row]?.[field.name]}
              wrong={wrongAt(row, field.name)}
              onChange={(value) => void edits.set(row, field, value)}
            />
          </div>
        ))}
        <dl className="lines-totals whole">
          {sums.map((field) => (
            <div key={field.name}>
              <dt>{say(field.label)}</dt>
              <dd>
                <Shown field={field} value={counted[row]?.[field.name]} />
              </dd>
            </div>
          ))}
        </dl>
      </div>
    </Dialog>
  )
}
