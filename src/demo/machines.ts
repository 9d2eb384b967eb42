/** What is spoken of with a customer: one machine, one part, one price, the same through the whole story. */
import type { Chance } from '../lib/random.ts'

/** Model, what it is, price in 万元 with tax. */
export const machines: [string, string, number][] = [
  ['HL-V850', '立加', 28.6],
  ['HL-V1160', '立加', 38.5],
  ['HL-H630', '卧加', 96],
  ['HL-G2016', '龙门', 118],
  ['HL-T600', '钻攻中心', 19.8],
  ['HL-C46', '数控车床', 11.6],
  ['HL-C60', '数控车床', 17.2],
  ['HL-TM200', '车铣复合', 58],
  ['HL-U400', '五轴', 132],
  ['HL-S20', '走心机', 36],
  ['HL-M820', '平面磨床', 16.5],
  ['HL-W7', '中走丝', 9.8],
]

export type Trade = { name: string; industry: string; parts: string[] }
const trade = (name: string, industry: string, parts: string): Trade => ({ name, industry, parts: parts.split(' ') })

export const trades: Trade[] = [
  trade('精密机械', 'machinery', '丝杠座 轴承座 齿轮箱体 主轴套筒'),
  trade('五金', 'machinery', '法兰盘 铰链座 不锈钢接头'),
  trade('模具', 'machinery', '压铸模芯 注塑模架 冲压凹模'),
  trade('液压', 'machinery', '阀块 油缸端盖 泵体'),
  trade('阀门', 'machinery', '球阀阀体 蝶阀阀板 阀座'),
  trade('自动化设备', 'automation', '安装底板 滑台基座 夹爪手指'),
  trade('智能装备', 'automation', '机架横梁 分度盘 导轨座'),
  trade('电子科技', 'electronics', '散热壳体 滤波器腔体 连接器外壳'),
  trade('精密电子', 'electronics', '平板中框 镜头支架 屏蔽罩'),
  trade('汽车零部件', 'automotive', '转向节 制动钳体 涡轮壳'),
  trade('汽配', 'automotive', '电机端盖 水泵壳 差速器壳'),
  trade('新材料', 'materials', '石墨舟 碳板夹具 陶瓷基座'),
  trade('包装机械', 'packaging', '凸轮 封切刀座 链轮'),
  trade('食品机械', 'food', '料斗法兰 搅拌轴 灌装阀体'),
  trade('纺织机械', 'textiles', '罗拉座 纱锭轴 墙板'),
  trade('医疗器械', 'medical', '接骨板 手术钳体 齿科基台'),
  trade('环保设备', 'environment', '风机叶轮 泵壳 换热板'),
  trade('物流装备', 'logistics', '滚筒轴 叉车门架板 链条座'),
  trade('工贸', 'trade', '法兰 轴套 支架'),
]

const materials = ['45钢', '304不锈钢', '316L', '6061铝', '7075铝', 'ADC12压铸铝', 'HT250', 'QT500', '40Cr', 'Cr12', '黄铜', '钛合金']
const olds = ['两台十年的旧立加', '三台国产车床', '一台二手立加', '四台手动铣床', '两台老式线切割', '一台台湾产立加', '五台钻攻机']
const rivals = ['一家台湾品牌', '本地一家经销商', '山东一家厂', '一家二手机商', '广东一家厂', '另一家代理']
export const spares = [
  '主轴轴承',
  '滚珠丝杠',
  '刀库换刀臂',
  '伺服电机',
  'BT40 拉钉',
  '冷却泵',
  '编码器',
  '油冷机',
  '排屑链板',
  '主轴皮带',
  '防护罩',
  '液压卡盘',
  '润滑泵',
  '刀塔电磁阀',
]
const faults = [
  '主轴异响',
  '刀库卡刀',
  'X 轴报警',
  '冷却液不出',
  '加工面有振纹',
  '回零不准',
  '主轴温升高',
  '油冷机报警',
  '卡盘夹不紧',
  '润滑报警',
  'Z 轴过载',
  '孔径偏大两丝',
]
const termsAsked = ['月结 60 天', '月结 90 天', '三成定金验收付清', '分十二期付', '验收后留一成质保金', '半年承兑']

export type Facts = Record<
  'machine' | 'part' | 'material' | 'old' | 'rival' | 'spare' | 'fault' | 'terms' | 'who' | 'town' | 'us',
  string
> &
  Record<
    | 'count'
    | 'price'
    | 'lower'
    | 'off'
    | 'weeks'
    | 'deposit'
    | 'warranty'
    | 'cycle'
    | 'goal'
    | 'volume'
    | 'tolerance'
    | 'rough'
    | 'hours'
    | 'fee'
    | 'pieces',
    number | string
  >

export function factsFor(chance: Chance, about: { parts: string[]; who: string; town: string; us: string }): Facts {
  const [model, kind, list] = chance.pick(machines)
  const price = list * (0.95 + chance.next() * 0.12)
  const cycle = chance.between(6, 45)
  return {
    who: about.who,
    town: about.town,
    us: about.us,
    machine: `${model} ${kind}`,
    part: chance.pick(about.parts),
    material: chance.pick(materials),
    old: chance.pick(olds),
    rival: chance.pick(rivals),
    spare: chance.pick(spares),
    fault: chance.pick(faults),
    terms: chance.pick(termsAsked),
    count: chance.weighted({ 一: 7, 两: 3, 三: 1 }),
    price: price.toFixed(1),
    lower: (price * (0.86 + chance.next() * 0.08)).toFixed(1),
    off: chance.between(2, 5),
    weeks: chance.between(4, 14),
    deposit: chance.pick(['三', '四', '五']),
    warranty: chance.pick([12, 18, 24]),
    cycle,
    goal: Math.max(4, Math.round(cycle * 0.7)),
    volume: chance.between(3, 90) * 100,
    tolerance: chance.pick(['±0.01', '±0.02', '±0.015', '0.008', 'H7']),
    rough: chance.pick(['0.4', '0.8', '1.6']),
    hours: chance.between(2, 9),
    fee: chance.between(3, 96) * 100,
    pieces: chance.between(1, 12),
  }
}

/** '{who}问{machine}' with the facts in place, and a space between Chinese and the letters of a model. */
export const told = (text: string, facts: Facts) =>
  text.replace(/\{(\w+)\}/g, (_, name: string) => String(facts[name as keyof Facts] ?? '')).replace(/(\p{Script=Han})(HL-)/gu, '$1 $2')
