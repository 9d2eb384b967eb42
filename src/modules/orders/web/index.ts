import { plugPaper } from '../../../web/paper/plug.ts'

plugPaper('order')
