import { inBoth } from '../../../ui/i18n.ts'

export const words = inBoth('orders', {
  zh: {
    book: '登记回款',
    allocate: '分配到未收订单',
    first: '先填客户和金额',
    nothing: '这个客户没有未收的订单',
    used: '金额已经分完了',
    foreign: '{order} 是{account}的订单，不是付款客户的。是代付或集团付款就这样保存。',
    another: '别的客户',
    done_other: '已分配到 {count} 张订单，最早到期的在前',
  },
  en: {
    book: 'Book a payment',
    allocate: 'Allocate to unpaid orders',
    first: 'Fill in the account and the amount first',
    nothing: 'This account has no unpaid orders',
    used: 'All of the amount is allocated',
    foreign: '{order} is an order of {account}, not of who paid. Save it so if one pays for the other.',
    another: 'another account',
    done_one: 'Allocated to {count} order',
    done_other: 'Allocated to {count} orders, the earliest due first',
  },
})
