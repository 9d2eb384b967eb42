/** What is counted; new ones are taken as they are typed. */
export const units = [
  { id: 'piece', label: { zh: '件', en: 'pcs' } },
  { id: 'set', label: { zh: '套', en: 'set' } },
  { id: 'machine', label: { zh: '台', en: 'unit' } },
  { id: 'each', label: { zh: '个', en: 'ea' } },
  { id: 'box', label: { zh: '箱', en: 'box' } },
  { id: 'metre', label: { zh: '米', en: 'm' } },
  { id: 'kilogram', label: { zh: '公斤', en: 'kg' } },
  { id: 'hour', label: { zh: '小时', en: 'h' } },
  { id: 'time', label: { zh: '次', en: 'time' } },
]
