import { linesPaper } from '../firm/index.ts'

/** The quote as the customer gets it. */
export const quotePaper = linesPaper({
  object: 'quote',
  label: { zh: '报价单', en: 'Quotation' },
  number: ({ number, revision }, say) =>
    [number, Number(revision) > 1 ? say(`第 ${String(revision)} 版`, `rev. ${String(revision)}`) : ''].filter(Boolean).join(' '),
  facts: ({ quotedOn, validUntil }, say) => [
    { label: say('报价日期', 'Date'), value: String(quotedOn ?? '') },
    { label: say('有效期至', 'Valid until'), value: String(validUntil ?? '') },
  ],
  terms: ({ delivery, payment, warranty, terms }, say) => [
    { label: say('交货', 'Delivery'), value: String(delivery ?? '') },
    { label: say('付款', 'Payment'), value: String(payment ?? '') },
    { label: say('质保', 'Warranty'), value: String(warranty ?? '') },
    { label: say('其他条款', 'Other terms'), value: String(terms ?? '') },
  ],
  mark: ({ status }, say) =>
    status === 'draft' ? say('草稿', 'Draft') : status === 'superseded' ? say('已被新版取代', 'Superseded') : null,
})
