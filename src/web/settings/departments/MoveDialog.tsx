import { Button } from '../../../ui/Button.tsx'
import { Dialog } from '../../../ui/Dialog.tsx'
import { drawn } from '../../icons.tsx'
import { walk, within, type Node } from './tree.ts'
import { words } from './words.ts'

type Props = { nodes: Node[]; id: string; onMove: (parent: string | null) => void; onClose: () => void }

export function MoveDialog({ nodes, id, onMove, onClose }: Props) {
  const t = words.use()
  const node = nodes.find((one) => one.id === id)
  const closed = within(nodes, id)
  const choices = walk(nodes.filter((one) => !closed.has(one.id)))
  return (
    <Dialog
      title={t('moveTitle', { name: node?.name ?? '' })}
      width={400}
      onClose={onClose}
      foot={<Button onClick={onClose}>{t('cancel')}</Button>}
    >
      <p className="second">{t('under')}</p>
      <div className="sheet-list">
        <button
          type="button"
          className="nav-link"
          aria-disabled={node?.parent === null}
          onClick={() => (node?.parent === null ? onClose() : onMove(null))}
        >
          {t('top')}
        </button>
        {choices.map((one) => (
          <button
            key={one.id}
            type="button"
            className="nav-link"
            aria-current={one.id === node?.parent || undefined}
            style={{ paddingLeft: 8 + one.depth * 24 }}
            onClick={() => (one.id === node?.parent ? onClose() : onMove(one.id))}
          >
            {drawn('department')}
            {one.name}
          </button>
        ))}
      </div>
    </Dialog>
  )
}
