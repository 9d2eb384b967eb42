import { defineAction } from '../../engine/module.ts'
import { loadRecords } from '../../engine/list.ts'
import { choice } from '../../fields/index.ts'
import type { PaperLanguage } from '../../lib/sheet.ts'
import { keepPaper } from '../../platform/pdf/keep.ts'
import { quote } from './quote.ts'

const languages = [
  { id: 'zh', label: { zh: '中文', en: 'Chinese' } },
  { id: 'en', label: { zh: '英文', en: 'English' } },
  { id: 'both', label: { zh: '中英对照', en: 'Both' } },
]

/** The customer has it: what it says is fixed from now on. */
export const send = defineAction(quote, 'send', {
  label: { zh: '发出', en: 'Send' },
  icon: 'send',
  when: {
    filter: { field: 'status', op: 'eq', value: 'draft' },
    code: 'not-draft',
    reason: { zh: '只有草稿可以发出', en: 'Only a draft can be sent' },
  },
  asks: ['validUntil?'],
  input: { language: choice({ label: { zh: '报价单语言', en: 'Language of the copy' }, options: languages }) },
  sets: { status: 'sent' },
  primary: true,
  offers: async ({ reading }) => ({ starts: { language: reading.principal.language } }),
  run: async ({ tx, records, input }) => {
    const sent = await loadRecords(
      tx,
      'quote',
      records.map((record) => record.id),
    )
    const language = (input.language as PaperLanguage | undefined) ?? tx.principal.language
    for (const record of sent) await keepPaper(tx, 'quote', record, 'sentPapers', language)
  },
})
