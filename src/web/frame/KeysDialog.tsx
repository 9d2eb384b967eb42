import { Dialog } from '../../ui/Dialog.tsx'
import { inBoth } from '../../ui/i18n.ts'
import { words as common } from '../words.ts'
import { keyLines } from './keys.ts'

const words = inBoth('keys', {
  zh: {
    walk: '上下移动',
    open: '在旁边打开；再按一次，整页打开',
    edit: '编辑这一格',
    select: '选中这一行；按住 Shift 选一段',
    create: '新建',
    filter: '筛选',
    close: '关闭或放弃',
    save: '保存',
    copy: '复制、粘贴选中的格子',
    find: '搜索或执行',
    undo: '撤销刚才做的，提示还在的时候',
    help: '显示这张表',
    columns: '左右移动一格',
    cards: '看板：在卡片之间走动',
    stage: '看板：移到上一或下一阶段',
    stages: '看板：移到…',
    cell: '明细：下一格；按住 Shift 上一格',
    write: '明细：改这一格',
    empty: '明细：清空这一格',
    moveLine: '明细：上移、下移这一行',
    dropLine: '明细：删除这一行',
  },
  en: {
    walk: 'Move up and down',
    open: 'Open beside the list; again: open whole',
    edit: 'Edit this cell',
    select: 'Select this row; with Shift a range',
    create: 'New record',
    filter: 'Filter',
    close: 'Close or give up',
    save: 'Save',
    copy: 'Copy and paste the chosen cells',
    find: 'Search or do',
    undo: 'Undo what was just done, while its notice stands',
    help: 'Show this list',
    columns: 'Move one cell left or right',
    cards: 'Board: walk between cards',
    stage: 'Board: move to the previous or next stage',
    stages: 'Board: move to…',
    cell: 'Lines: next cell; with Shift the previous one',
    write: 'Lines: edit this cell',
    empty: 'Lines: empty this cell',
    moveLine: 'Lines: move this line up or down',
    dropLine: 'Lines: remove this line',
  },
})

const keys = [
  [['j', 'k', '↑', '↓'], 'walk'],
  [['←', '→'], 'columns'],
  [['Enter'], 'open'],
  [['e'], 'edit'],
  [['x'], 'select'],
  [['c'], 'create'],
  [['/'], 'filter'],
  [['Esc'], 'close'],
  [['Ctrl Enter'], 'save'],
  [['Ctrl C', 'Ctrl V'], 'copy'],
  [['Ctrl K'], 'find'],
  [['Alt Z'], 'undo'],
  [['?'], 'help'],
  [['↑', '↓', '←', '→'], 'cards'],
  [['Shift ←', 'Shift →'], 'stage'],
  [['m'], 'stages'],
  [['Enter', 'Tab'], 'cell'],
  [['F2'], 'write'],
  [['Delete'], 'empty'],
  [['Alt ↑', 'Alt ↓'], 'moveLine'],
  [['Ctrl ⌫'], 'dropLine'],
] as const

export function KeysDialog({ onClose }: { onClose: () => void }) {
  const t = words.use()
  const app = common.use()
  return (
    <Dialog title={app('keys')} onClose={onClose} width={440}>
      <dl className="keys">
        {keys.map(([names, text]) => [
          <dt key={text}>
            {names.map((name) => (
              <kbd key={name}>{name}</kbd>
            ))}
          </dt>,
          <dd key={`${text}-text`}>{t(text)}</dd>,
        ])}
        {keyLines.map(({ names, text }) => [
          <dt key={text()}>
            {names.map((name) => (
              <kbd key={name}>{name}</kbd>
            ))}
          </dt>,
          <dd key={`${text()}-text`}>{text()}</dd>,
        ])}
      </dl>
    </Dialog>
  )
}
