/** Imports in other folders' screens: 任务 in the frame, files dropped on a list. The wizard itself is loaded when it is opened. */
import { plug } from '../slots.tsx'
import { ListDrop } from './ListDrop.tsx'
import { TasksLink } from './TasksLink.tsx'

plug('frame.bottom', TasksLink)
plug('list.head', ListDrop)
