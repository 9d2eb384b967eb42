import { IconButton } from '../../../ui/Button.tsx'
import { More, Plus } from '../../../ui/icons.ts'
import { MenuButton } from '../../../ui/Menu.tsx'
import { drawn } from '../../icons.tsx'
import { NameInput } from './NameInput.tsx'
import type { Placed } from './tree.ts'
import { words } from './words.ts'

type Props = {
  node: Placed
  people: number
  renaming: boolean
  onAddBelow: () => void
  onRename: () => void
  onMove: () => void
  onRemove: () => void
  onName: (name: string) => void
  onCancel: () => void
}

export function DepartmentLine({ node, people, renaming, onAddBelow, onRename, onMove, onRemove, onName, onCancel }: Props) {
  const t = words.use()
  return (
    <li style={{ paddingLeft: node.depth * 24 }}>
      {renaming ? (
        <NameInput label={t('name')} value={node.name} onSave={onName} onCancel={onCancel} />
      ) : (
        <>
          <span className="departments-icon">{drawn('department')}</span>
          <button type="button" className="departments-name cut" onClick={onRename} data-tip={t('rename')}>
            {node.name}
          </button>
          <span className="second grow">{people > 0 && t('people', { count: people })}</span>
          <IconButton small name={t('addBelow')} icon={<Plus />} onClick={onAddBelow} />
          <MenuButton
            look="quiet"
            small
            end
            className="only-icon"
            icon={<More />}
            name={t('deeds', { name: node.name })}
            entries={[
              { key: 'below', label: t('addBelow'), onChoose: onAddBelow },
              { key: 'rename', label: t('rename'), onChoose: onRename },
              { key: 'move', label: t('move'), onChoose: onMove },
              { key: 'remove', label: t('remove'), danger: true, onChoose: onRemove },
            ]}
          />
        </>
      )}
    </li>
  )
}
