/** What a person keeps at hand: lists under a name, and records he comes back to. */
import { defineModule } from '../../engine/module.ts'
import { favourite } from './favourite.ts'
import { savedView } from './saved-view.ts'

export const desk = defineModule({ name: 'desk', needs: ['people'], objects: [savedView, favourite] })
