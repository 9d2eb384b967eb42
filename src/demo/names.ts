/** Names that sound right and belong to nobody: firms' words are ones that firms do not take, numbers and addresses lead nowhere. */
import { fullPinyin } from '../lib/pinyin.ts'
import type { Chance } from '../lib/random.ts'

const surnames = Array.from('王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢')
const given =
  '伟 芳 敏 静 强 磊 洋 艳 勇 军 杰 娟 涛 明 超 霞 平 刚 辉 玲 建国 建明 建华 志强 志明 国栋 海峰 海燕 晓东 晓燕 文斌 文静 雪梅 春花 玉兰 家豪 子轩 俊杰 宏伟 立新 永康 德林 小红 丽娜 婷婷 佳慧 雨桐 思远 浩然 天佑 振华 卫东 根生 培良 秀珍 凤英 金龙 银海 晨曦 亦凡'.split(
    ' ',
  )

/** Unlike each other within one firm's life: 54 × 60 of them. */
export const personName = (chance: Chance) => chance.pick(surnames) + chance.pick(given)

const first = Array.from('岚禾砚榕澄沐朔煦珩霁翎峤蔚昱衍楠湛钧璟泓')
const second = Array.from('启聿川泽屿岭安桐舟衡牧越庭朗壹同际远野白')

/** What a firm is called between its town and its trade. */
export const firmWord = (chance: Chance) => chance.pick(first) + chance.pick(second)

export type Town = { name: string; code: string; districts: string[]; weight: number }

const town = (name: string, code: string, weight: number, districts: string): Town => ({
  name,
  code,
  weight,
  districts: districts.split(' '),
})

/** Most customers are an hour's drive from Suzhou. */
const towns = [
  town('苏州', '0512', 26, '工业园区 高新区 吴中区 相城区 吴江区'),
  town('昆山', '0512', 14, '玉山镇 周市镇 张浦镇 千灯镇'),
  town('无锡', '0510', 12, '新吴区 锡山区 惠山区'),
  town('常州', '0519', 8, '武进区 新北区 天宁区'),
  town('张家港', '0512', 6, '杨舍镇 塘桥镇 锦丰镇'),
  town('太仓', '0512', 6, '浮桥镇 沙溪镇 城厢镇'),
  town('南通', '0513', 6, '通州区 海门区 崇川区'),
  town('嘉兴', '0573', 5, '南湖区 秀洲区'),
  town('上海', '021', 5, '嘉定区 松江区 奉贤区'),
  town('宁波', '0574', 4, '北仑区 鄞州区 慈溪市'),
  town('杭州', '0571', 3, '萧山区 余杭区'),
  town('合肥', '0551', 2, '经开区 肥西县'),
  town('东莞', '0769', 2, '长安镇 虎门镇'),
  town('青岛', '0532', 1, '城阳区 黄岛区'),
]
const byName = new Map(towns.map((each) => [each.name, each]))
const weights = Object.fromEntries(towns.map((each) => [each.name, each.weight]))

export const anyTown = (chance: Chance): Town => byName.get(chance.weighted(weights))!

const roads = '兴业路 创新路 科技路 腾飞路 振兴路 工业大道 长江南路 富民路 星火路 同心路'.split(' ')
export const addressIn = (place: Town, chance: Chance) =>
  `${place.name}市${chance.pick(place.districts)}${chance.pick(roads)}${chance.between(2, 398)}号`

/** 199 0000 and 198 0000 are mobile numbers by their form; whole blocks of four noughts are given to nobody. */
export const mobileNumber = (block: '198' | '199', n: number) => `${block}0000${String(n).padStart(4, '0')}`
export const landline = (place: Town, n: number) => `${place.code}-5550${String(n).padStart(4, '0')}`

/** Domains under .example are kept free for ever. */
export const domainOf = (word: string) => `${fullPinyin(word)}.example`
export const addressOf = (name: string, domain: string) => `${fullPinyin(name)}@${domain}`

/** As he is spoken of: 王总, 李工, 陈经理. */
export function calledBy(name: string, title: string): string {
  const ends = [
    ['总经理', '总'],
    ['副总', '总'],
    ['老板', '总'],
    ['厂长', '厂长'],
    ['主任', '主任'],
    ['主管', '主管'],
    ['工程师', '工'],
    ['经理', '经理'],
    ['会计', '会计'],
  ] as const
  return name.slice(0, 1) + (ends.find(([end]) => title.endsWith(end))?.[1] ?? '先生')
}
