/** What is won or lost is over until it is reopened. */
export const isOpen = {
  filter: { field: 'stage', op: 'phase', value: ['open'] },
  code: 'closed',
  reason: { zh: '商机已经结束', en: 'The deal is closed' },
}
