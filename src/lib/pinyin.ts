import { pinyin } from 'pinyin-pro'
import { halfWidth } from './text.ts'

/**
 * Chinese as people type and sort it.
 *   initials('华为技术')   → 'hwjs'
 *   fullPinyin('华为技术') → 'huaweijishu'      ü is v, as on keyboards: 绿 → 'lv'
 *   bigrams('华为技术')    → ['华为', '为技', '技术']
 *   sortKey('张三')        → 'zhang 张san 三'   orders as a Chinese index does: by sound, the same character together
 *   readings('单雄信')     → [dan xiong xin] and, as a surname, [shan xiong xin]
 */
export const initials = (text: string): string => joinInitials(syllables(text))

export const fullPinyin = (text: string): string => joinFull(syllables(text))

/** Every way to read it: the usual one first, then, where a short text may be a person's name, the one with the surname's sound. */
export function readings(text: string): string[][] {
  const usual = syllables(text)
  if (text.length > 4) return [usual]
  const named = asName([...usual], prepared(text))
  return joinFull(named) === joinFull(usual) ? [usual] : [usual, named]
}

/**
 * Each character as its sound, a space (before every letter, so that 占 zhan stands before 张 zhang) and itself; after the
 * first eight or so the plain rest. `name` reads the first character as a surname: 单 is shan.
 */
export function sortKey(text: string, name = false): string {
  const plain = prepared(text)
  const head = split(plain.slice(0, spelt))
  const heard = name ? asName(soundsOf(head, plain), plain) : soundsOf(head, plain)
  let key = ''
  let done = 0
  for (let i = 0; i < head.length && key.length < 48; i++) {
    const character = head[i]!
    const sound = heard[i]!
    key += sound === character ? character : sound + ' ' + character
    done += character.length
  }
  return (key + plain.slice(done, done + 60)).toWellFormed()
}

/** So many characters give a key its length whatever their sounds; reading a firm's whole name would cost double. */
const spelt = 24

/** Neighbouring pairs of letters and digits, each once; a single one stands alone. */
export function bigrams(text: string): string[] {
  const found = new Set<string>()
  for (const run of halfWidth(text).toLowerCase().match(runs) ?? []) {
    const characters = split(run)
    if (characters.length === 1) found.add(run)
    for (let i = 1; i < characters.length; i++) found.add(characters[i - 1]! + characters[i]!)
  }
  return [...found]
}

const runs = /[\p{L}\p{N}\p{M}]+/gu

/** One sound for each character; what is not Chinese stays itself in lower case. */
export function syllables(text: string): string[] {
  const plain = prepared(text)
  return soundsOf(split(plain), plain)
}

function soundsOf(characters: string[], plain: string): string[] {
  if (manySounds.test(plain)) {
    const read = pinyin(characters.join(''), { toneType: 'none', type: 'array', v: true })
    if (read.length === characters.length) return read
  }
  return characters.map(soundOf)
}

/**
 * Characters whose sound hangs on the word often enough (重庆, 银行, 模具, 成都) to ask the dictionary, at 11 µs a name. Counted on
 * 267,000 firms' short names: reading all others alone is wrong for one name in a thousand, and costs 0.5 µs.
 */
const manySounds = /[行都长乐重调卜柏藏参会模角便厦朝莞还没弹薄匙了什差宿数]/

const sounds = new Map<string, string>()

function soundOf(character: string): string {
  if (character < '\u2e80') return character
  let sound = sounds.get(character)
  if (sound === undefined) {
    sound = pinyin(character, { toneType: 'none', v: true })
    sounds.set(character, sound)
  }
  return sound
}

/** Surnames that sound otherwise than the same character elsewhere. */
const surnames = new Map(
  '单:shan 曾:zeng 解:xie 仇:qiu 区:ou 查:zha 盖:ge 缪:miao 朴:piao 乐:yue 翟:zhai 员:yun 覃:qin 黑:he 折:she 召:shao 秘:bi 冼:xian 洗:xian 种:chong 尉:wei 柏:bai 卜:bu 薄:bo 繁:po 句:gou 郇:xun 隗:wei 晁:chao 贾:jia 车:che 任:ren 华:hua 都:du 尉迟:yu.chi 万俟:mo.qi 长孙:zhang.sun 单于:chan.yu 澹台:tan.tai 乐正:yue.zheng'
    .split(' ')
    .map((entry) => entry.split(':') as [string, string]),
)

function asName(read: string[], plain: string): string[] {
  const two = surnames.get(plain.slice(0, 2))
  const one = surnames.get(plain.slice(0, 1))
  if (two) return [...two.split('.'), ...read.slice(2)]
  return one ? [one, ...read.slice(1)] : read
}

const prepared = (text: string) => halfWidth(text).toLowerCase()
const split = (text: string) => (astral.test(text) ? Array.from(text) : text.split(''))
const astral = /[\ud800-\udfff]/

const notSpelt = /[^\p{L}\p{N}]/gu
const joinFull = (read: string[]) => read.join('').replace(notSpelt, '')
const joinInitials = (read: string[]) =>
  read
    .map((sound) => (sound.length > 1 ? (firstOf.exec(sound)?.[0] ?? '') : sound))
    .join('')
    .replace(notSpelt, '')
const firstOf = /^./u
