import { useRef, useState } from 'react'
import { Button, IconButton } from '../../ui/Button.tsx'
import { say } from '../../ui/i18n.ts'
import { ArrowDown, ArrowUp, Columns as Icon, Grip } from '../../ui/icons.ts'
import { Checkbox } from '../../ui/Input.tsx'
import { Popover } from '../../ui/Popover.tsx'
import type { Columns } from './columns.ts'
import { words } from './words.ts'

/** Which columns, in which order: by dragging, or by the arrows. */
export function ColumnsMenu({ columns }: { columns: Columns }) {
  const t = words.use()
  const [open, setOpen] = useState(false)
  const [dragged, setDragged] = useState<string | null>(null)
  const [over, setOver] = useState<string | null>(null)
  const anchor = useRef<HTMLSpanElement>(null)
  const shown = columns.all.filter((field) => columns.isShown(field.name)).length
  return (
    <span ref={anchor}>
      <Button small look="quiet" icon={<Icon />} aria-expanded={open} aria-haspopup="dialog" onClick={() => setOpen(!open)}>
        {t('columns')}
      </Button>
      {open && (
        <Popover anchor={anchor} onClose={() => setOpen(false)} end role="dialog" label={t('columns')}>
          <ul className="columns-list">
            {columns.all.map((field, index) => {
              const name = say(field.label)
              const on = columns.isShown(field.name)
              return (
                <li
                  key={field.name}
                  draggable
                  className={over === field.name && dragged ? 'over' : ''}
                  onDragStart={() => setDragged(field.name)}
                  onDragOver={(event) => {
                    event.preventDefault()
                    setOver(field.name)
                  }}
                  onDragEnd={() => {
                    setDragged(null)
                    setOver(null)
                  }}
                  onDrop={() => dragged && dragged !== field.name && columns.move(dragged, field.name)}
                >
                  <Grip className="grip" />
                  <Checkbox checked={on} onChange={(checked) => (checked || shown > 1) && columns.show(field.name, checked)}>
                    {name}
                  </Checkbox>
                  <IconButton
                    small
                    name={`${name}：${t('moveLeft')}`}
                    icon={<ArrowUp />}
                    onClick={() => columns.move(field.name, columns.all[index - 1]?.name)}
                  />
                  <IconButton
                    small
                    name={`${name}：${t('moveRight')}`}
                    icon={<ArrowDown />}
                    onClick={() => columns.move(field.name, columns.all[index + 2]?.name)}
                  />
                </li>
              )
            })}
          </ul>
          <div className="menu-line" />
          <div className="row" style={{ padding: '0 4px 0 8px', justifyContent: 'space-between' }}>
            <Checkbox checked={columns.frozen} onChange={columns.freeze}>
              {t('freeze')}
            </Checkbox>
            <Button small look="quiet" onClick={columns.reset}>
              {t('resetColumns')}
            </Button>
          </div>
        </Popover>
      )}
    </span>
  )
}
