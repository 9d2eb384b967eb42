/** Choices that several objects share; workspaces may add to those that take new values. */
const named = (pairs: [string, string, string][]) => pairs.map(([id, zh, en]) => ({ id, label: { zh, en } }))

export const industries = named([
  ['machinery', '机械设备', 'Machinery'],
  ['automation', '自动化', 'Automation'],
  ['electronics', '电子', 'Electronics'],
  ['automotive', '汽车零部件', 'Automotive parts'],
  ['materials', '新材料', 'Materials'],
  ['chemicals', '化工', 'Chemicals'],
  ['packaging', '包装印刷', 'Packaging and printing'],
  ['food', '食品', 'Food'],
  ['textiles', '纺织', 'Textiles'],
  ['medical', '医疗器械', 'Medical devices'],
  ['environment', '环保', 'Environment'],
  ['logistics', '物流', 'Logistics'],
  ['trade', '贸易', 'Trade'],
  ['other', '其他', 'Other'],
])

export const sources = named([
  ['fair', '展会', 'Trade fair'],
  ['referral', '老客户介绍', 'Referral'],
  ['website', '官网', 'Website'],
  ['search', '网络搜索', 'Web search'],
  ['phone', '电话开发', 'Cold call'],
  ['ad', '广告', 'Advertising'],
  ['other', '其他', 'Other'],
])

export const ratings = named([
  ['A', 'A', 'A'],
  ['B', 'B', 'B'],
  ['C', 'C', 'C'],
  ['D', 'D', 'D'],
])

export const levels = named([
  ['key', '重点', 'Key'],
  ['normal', '一般', 'Normal'],
  ['small', '小客户', 'Small'],
])
