import { defineModule } from '../../engine/module.ts'
import { firm as object } from './firm.ts'
import { rate } from './rate.ts'

export { type Party, linesPaper } from './paper/lines-paper.ts'
export { firmOf } from './paper/letterhead.ts'
export { type Say, sayer } from './paper/say.ts'

/** The firm's own head on its papers, and how a document with lines is written out. */
export const firm = defineModule({ name: 'firm', needs: ['people'], objects: [object, rate] })
