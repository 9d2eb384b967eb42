/** Why a deal was lost; new ones are taken as they are typed. */
export const lostReasons = [
  { id: 'price', label: { zh: '价格太高', en: 'Price' } },
  { id: 'competitor', label: { zh: '输给对手', en: 'Competitor' } },
  { id: 'no-budget', label: { zh: '没有预算', en: 'No budget' } },
  { id: 'postponed', label: { zh: '项目推迟', en: 'Postponed' } },
  { id: 'no-fit', label: { zh: '产品不合适', en: 'Not a fit' } },
  { id: 'no-answer', label: { zh: '联系不上', en: 'No answer' } },
]
