const named = {
  USD: ['美元', 'US dollar'],
  EUR: ['欧元', 'Euro'],
  JPY: ['日元', 'Yen'],
  HKD: ['港元', 'Hong Kong dollar'],
  GBP: ['英镑', 'Pound'],
  KRW: ['韩元', 'Won'],
  TWD: ['新台币', 'New Taiwan dollar'],
  SGD: ['新加坡元', 'Singapore dollar'],
  AUD: ['澳元', 'Australian dollar'],
  CAD: ['加元', 'Canadian dollar'],
  CHF: ['瑞士法郎', 'Swiss franc'],
  THB: ['泰铢', 'Baht'],
  MYR: ['林吉特', 'Ringgit'],
  VND: ['越南盾', 'Dong'],
  INR: ['卢比', 'Rupee'],
  RUB: ['卢布', 'Rouble'],
  AED: ['迪拉姆', 'Dirham'],
  CNY: ['人民币', 'Renminbi'],
} as const

/** By the codes that amounts carry. */
export const currencies = Object.entries(named).map(([id, [zh, en]]) => ({ id, label: { zh: `${zh} ${id}`, en: `${en} ${id}` } }))
