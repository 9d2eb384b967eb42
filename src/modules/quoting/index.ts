import { defineModule } from '../../engine/module.ts'
import { assign } from '../parties/index.ts'
import { accept, reject } from './answer.ts'
import { quoteExpired, quoteExpiring } from './day.ts'
import { quotePaper } from './paper.ts'
import { quoteLine } from './quote-line.ts'
import { quote } from './quote.ts'
import { revise } from './revise.ts'
import { send } from './send.ts'
import { standardTerms } from './standard-terms.ts'

export { type Copy, copies } from './copy-of.ts'
export const quoting = defineModule({
  name: 'quoting',
  needs: ['people', 'parties', 'sales', 'products', 'firm'],
  objects: [quote, quoteLine],
  papers: [quotePaper],
  day: [quoteExpiring, quoteExpired],
  reactions: [standardTerms],
  actions: [send, accept, reject, revise, assign(quote)],
})
