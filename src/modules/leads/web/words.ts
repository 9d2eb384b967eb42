import { inBoth } from '../../../ui/i18n.ts'

export const words = inBoth('new-leads', {
  zh: {
    mine: '新线索',
    mineHint_other: '{count}{more} 条还没联系',
    unowned: '还没分给人',
    unownedHint_other: '{count}{more} 条',
    see: '去看',
    call: '打电话',
    assign: '转交',
    noName: '（无名）',
  },
  en: {
    mine: 'New leads',
    mineHint_one: '{count}{more} not yet contacted',
    mineHint_other: '{count}{more} not yet contacted',
    unowned: 'Not given to anyone',
    unownedHint_one: '{count}{more}',
    unownedHint_other: '{count}{more}',
    see: 'See all',
    call: 'Call',
    assign: 'Assign',
    noName: '(no name)',
  },
})
