/** Imports in other folders' screens: 任务 in the frame, files dropped on a list. The wizard itself is loaded when it is opened. */
import { plug } from '../slots.tsx'
import { ListDrop } from './ListDrop.tsx'
import { TasksLink } from './TasksLink.tsx'
import { WorkBar } from './WorkBar.tsx'

plug('frame.bottom', TasksLink)
plug('page.top', WorkBar)
plug('list.head', ListDrop)
