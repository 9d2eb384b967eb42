import { Suspense, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { faceOf } from '../../fields/web.ts'
import type { FieldShape, ObjectShape } from '../../lib/wire.ts'
import { Button, IconButton } from '../../ui/Button.tsx'
import { say, useLanguage } from '../../ui/i18n.ts'
import { Close, Plus } from '../../ui/icons.ts'
import { useNarrow } from '../../ui/narrow.ts'
import { useSchema } from '../api/queries.ts'
import { Slot } from '../slots.tsx'
import { Head } from './Head.tsx'
import { LineCell, type Step } from './LineCell.tsx'
import { LinesCards } from './LinesCards.tsx'
import { countedLines } from './counting.ts'
import type { Line } from './line.ts'
import { Shown } from './Shown.tsx'
import { type LinesShape, isWritable, linesShape } from './shape.ts'
import { Totals } from './Totals.tsx'
import { useLines, type LinesEdits } from './useLines.ts'
import { words } from './words.ts'
import { useWrongs } from './wrongs.ts'
import './lines.css'

export type LinesGridProps = {
  id: string
  document: ObjectShape
  field: FieldShape
  /** What the document says: discount, whether prices include tax. */
  values: Line
  value: unknown
  /** By path: `2.price`. */
  wrongs?: Record<string, string>
  autoFocus?: boolean
  onChange: (lines: Line[]) => void
}

/** The lines of a document, typed through by keyboard; on a phone they are cards. */
export function LinesGrid(props: LinesGridProps) {
  const schema = useSchema()
  const shape = useMemo(() => linesShape(schema, props.field), [schema, props.field])
  return shape ? <Lines {...props} shape={shape} /> : null
}

export type DrawnProps = LinesGridProps & {
  shape: LinesShape
  edits: LinesEdits
  counted: Line[]
  wrongAt: (row: number, name: string) => string | undefined
}

function Lines(props: LinesGridProps & { shape: LinesShape }) {
  useLanguage()
  const { shape, document, values, value, onChange } = props
  const narrow = useNarrow()
  const edits = useLines(shape, value, onChange)
  // Moving from cell to cell counts nothing anew.
  const counted = useMemo(() => countedLines(shape, values, edits.lines), [shape, values, edits.lines])
  const drawn = { ...props, edits, counted, wrongAt: useWrongs(shape.child, edits.lines, props.wrongs) }
  return (
    <div className="lines" role="group" aria-labelledby={`${props.id}-label`}>
      {narrow ? <LinesCards {...drawn} /> : <Grid {...drawn} />}
      <Suspense>
        <div className="lines-more">
          <Slot name="lines.under" document={document} field={shape.field} values={values} lines={edits.lines} onAdd={edits.fill} />
        </div>
      </Suspense>
      <Totals document={document} shape={shape} values={values} counted={counted} />
    </div>
  )
}

function Grid({ id, shape, edits, counted, wrongAt, wrongs = {}, autoFocus }: DrawnProps) {
  const t = words.use()
  const { columns } = shape
  const written = columns.filter(isWritable)
  const [place, setPlace] = useState({ row: 0, col: 0 })
  const [editing, setEditing] = useState<{ typed?: string } | null>(null)
  const catcher = useRef<HTMLInputElement>(null)
  const focusNext = useRef(autoFocus === true)
  const { lines } = edits
  const row = Math.min(place.row, lines.length - 1)
  const col = Math.min(place.col, written.length - 1)
  useLayoutEffect(() => {
    if (editing || !focusNext.current) return
    focusNext.current = false
    catcher.current?.focus()
  })
  // After a refusal the first cell that is wrong is where the person is.
  const told = Object.keys(wrongs).length
  const knew = useRef(0)
  useLayoutEffect(() => {
    const first = lines.flatMap((_, at) =>
      written.flatMap(({ name }, to) => (wrongs[`${at}.${name}`] === undefined ? [] : [{ at, to }])),
    )[0]
    if (told > knew.current && first) go(first.at, first.to)
    knew.current = told
  }, [told])
  const go = (next: number, to: number) => {
    focusNext.current = true
    setEditing(null)
    setPlace({ row: Math.max(0, next), col: Math.max(0, Math.min(to, written.length - 1)) })
  }
  /** Where a step leads; behind the last cell stands a new line, unless the last one is still empty. */
  const step = (towards: Step): boolean => {
    if (towards === 'stay') go(row, col)
    else if (towards === 'up' || towards === 'down') go(Math.min(row + (towards === 'up' ? -1 : 1), lines.length - 1), col)
    else if (towards === 'previous') {
      if (row === 0 && col === 0) return false
      go(col === 0 ? row - 1 : row, col === 0 ? written.length - 1 : col - 1)
    } else if (col < written.length - 1) go(row, col + 1)
    else {
      if (row === lines.length - 1) {
        if (edits.blank(row)) return false
        edits.add()
      }
      go(row + 1, 0)
    }
    return true
  }
  const removeRow = (at: number) => {
    edits.remove(at)
    go(Math.min(at, lines.length - 2), col)
  }
  const keys = (event: React.KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing) return
    const { key, shiftKey: back } = event
    const command = event.ctrlKey || event.metaKey
    const take = () => {
      event.preventDefault()
      event.stopPropagation()
    }
    if (event.altKey && (key === 'ArrowUp' || key === 'ArrowDown')) {
      take()
      const by = key === 'ArrowUp' ? -1 : 1
      edits.move(row, by)
      go(Math.min(Math.max(0, row + by), lines.length - 1), col)
    } else if (command && key === 'Backspace') {
      take()
      removeRow(row)
    } else if (command || event.altKey) return
    else if (key === 'ArrowUp' || key === 'ArrowDown') {
      take()
      step(key === 'ArrowUp' ? 'up' : 'down')
    } else if (key === 'ArrowLeft' || key === 'ArrowRight') {
      take()
      go(row, col + (key === 'ArrowLeft' ? -1 : 1))
    } else if (key === 'Home' || key === 'End') {
      take()
      go(row, key === 'Home' ? 0 : written.length - 1)
    } else if (key === 'Enter' || key === 'Tab') {
      if (step(back ? 'previous' : 'next') || key === 'Enter') take()
    } else if (key === 'F2') {
      take()
      setEditing({})
    } else if (key === 'Delete' || key === 'Backspace') {
      take()
      void edits.set(row, written[col]!, null)
    }
  }
  return (
    <div className="lines-scroll">
      <table
        className="lines-table"
        style={{ maxWidth: columns.length * 240 + 72 }}
        role="grid"
        aria-labelledby={`${id}-label`}
        aria-rowcount={lines.length + 1}
      >
        <Head columns={columns} deeds />
        <tbody>
          {lines.map((line, at) => (
            <tr key={at} aria-rowindex={at + 2} className={at === row ? 'on' : ''}>
              <td className="lines-no">{at + 1}</td>
              {columns.map((field) => {
                const wrong = wrongAt(at, field.name)
                const to = written.indexOf(field)
                const here = at === row && to === col
                const name = t('cell', { field: say(field.label), row: at + 1 })
                return (
                  <td
                    key={field.name}
                    role="gridcell"
                    aria-selected={here}
                    aria-invalid={wrong !== undefined || undefined}
                    data-cell={`${at}.${field.name}`}
                    data-tip={wrong && !here ? wrong : undefined}
                    className={`${faceOf(field).end ? 'end' : ''} ${to < 0 ? 'fixed' : ''} ${here ? 'here' : ''} ${wrong ? 'wrong' : ''}`}
                    onPointerDown={(event) => {
                      if (to < 0 || (here && editing)) return
                      event.preventDefault()
                      if (here && catcher.current === document.activeElement) setEditing({})
                      else go(at, to)
                    }}
                  >
                    {here && editing ? (
                      <LineCell
                        field={field}
                        name={name}
                        value={line[field.name] ?? null}
                        typed={editing.typed}
                        wrong={wrong !== undefined}
                        onLeave={step}
                        onSave={(value, towards) => {
                          void edits.set(at, field, value)
                          step(towards)
                        }}
                      />
                    ) : (
                      <Shown field={field} value={counted[at]?.[field.name]} />
                    )}
                    {here && !editing && (
                      <Catcher
                        box={catcher}
                        name={name}
                        said={wrong}
                        onKeyDown={keys}
                        onType={(typed) => setEditing({ typed })}
                        onPaste={(text) => void edits.paste(text, { row, col }, written)}
                      />
                    )}
                    {here && wrong && (
                      <p className="lines-wrong" role="alert">
                        {wrong}
                      </p>
                    )}
                  </td>
                )
              })}
              <td className="lines-deeds">
                <IconButton small tabIndex={-1} name={`${t('remove')} ${at + 1}`} icon={<Close />} onClick={() => removeRow(at)} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <div className="lines-under">
        <Button
          small
          look="quiet"
          icon={<Plus />}
          onClick={() => {
            edits.add()
            go(lines.length, 0)
          }}
        >
          {t('add')}
        </Button>
        <span className="second">{t('keys')}</span>
      </div>
    </div>
  )
}

type CatcherProps = {
  box: React.RefObject<HTMLInputElement | null>
  name: string
  said?: string
  onKeyDown: (event: React.KeyboardEvent<HTMLInputElement>) => void
  onType: (text: string) => void
  onPaste: (text: string) => void
}

/** Stands unseen over the chosen cell, so that pinyin and whatever else is typed has a place to arrive; the first word opens the cell. */
function Catcher({ box, name, said, onKeyDown, onType, onPaste }: CatcherProps) {
  const [text, setText] = useState('')
  return (
    <input
      ref={box}
      className={`lines-catch ${text ? 'typing' : ''}`}
      aria-label={name}
      aria-invalid={said !== undefined || undefined}
      autoComplete="off"
      value={text}
      onKeyDown={onKeyDown}
      onChange={(event) => {
        if ((event.nativeEvent as InputEvent).isComposing) setText(event.target.value)
        else onType(event.target.value)
      }}
      onCompositionEnd={(event) => onType(event.currentTarget.value)}
      onPaste={(event) => {
        event.preventDefault()
        onPaste(event.clipboardData.getData('text/plain'))
      }}
    />
  )
}
