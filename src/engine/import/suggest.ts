import { isNamePart } from '../../lib/tabular/join.ts'
import { harmless, namesOf, ofFirm, ofPerson, type Meaning } from './headers.ts'

/** A field a column may go to. `labels` are its names in all languages and its aliases, those of a workspace's own fields included. */
export type Candidate = { path: string; labels: string[]; type: string; looksLike?: (sample: string) => boolean }
type Column = { name: string; samples: string[] }

/**
 * Which field each column is meant for, or null where we would only be guessing. A field is given once, to the column that
 * fits best; First Name and Last Name alone may share one (`joinNames` puts them together).
 *
 *   suggest([{ name: '公司电话', samples: [] }, { name: '客户编号', samples: [] }], candidatesOfLead)   // ['phone', null]
 *
 * `remembered` is what people chose before, by `headerKey`; an empty path there means "leave this column out".
 */
export function suggest(columns: Column[], candidates: Candidate[], remembered: Record<string, string> = {}): (string | null)[] {
  const targets = candidates.map((candidate) => ({
    ...candidate,
    keys: [...candidate.labels, ...(candidate.path === 'name' ? ['名称'] : []), candidate.path].map(headerKey),
    meanings: meaningsOf(candidate, candidates),
  }))
  const chosen: (string | null)[] = columns.map(() => null)
  const taken = new Set<string>()
  const fits = columns.flatMap((column, at) => targets.map((target) => ({ at, path: target.path, fit: fitOf(column, target, remembered) })))
  for (const { at, path, fit } of fits.toSorted((a, b) => b.fit - a.fit || a.at - b.at)) {
    if (fit < enough || chosen[at] !== null || taken.has(path) || remembered[headerKey(columns[at]!.name)] === '') continue
    chosen[at] = path
    taken.add(path)
  }
  const person = targets.find((target) => target.meanings.includes('person') && !taken.has(target.path))
  // No column holds the whole name: its parts share the field.
  return person ? chosen.map((path, at) => path ?? (isNamePart(columns[at]!.name) ? person.path : null)) : chosen
}

/** A header as it is compared and remembered: 'Mobile_Phone*' and 'mobilePhone' are 'mobile phone', '手机号码（必填）' is '手机号码'. */
export function headerKey(header: string): string {
  const flat = header.normalize('NFKC')
  const bare = flat.replace(/[([【{<][^)\]】}>]*[)\]】}>]/g, ' ')
  return (/[\p{L}\p{N}]/u.test(bare) ? bare : flat)
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{S}]+/gu, ' ')
    .replace(/(?<=\p{Script=Han}) (?=\p{Script=Han})/gu, '')
    .trim()
}

const enough = 50

type Target = Candidate & { keys: string[]; meanings: Meaning[] }

/** 100 chosen before · 95 our own label · 80 to 90 a known name · 70 to 75 a known name with words before it · 55 by its values. */
function fitOf({ name, samples }: Column, target: Target, remembered: Record<string, string>): number {
  const key = headerKey(name)
  if (remembered[key] === target.path) return 100
  // First Name is no whole name, even where a field lists it among its own; the parts get together at the end.
  if (isNamePart(name)) return 0
  const filled = samples.filter((sample) => sample.trim())
  const label = target.keys.indexOf(key)
  const known = label >= 0 ? 95 - Math.min(label, 20) * 0.1 : byName(key, target, filled)
  if (known) return known - depth(target) + whose(key, target) - (label >= 0 ? 0 : doubt(filled, target, known))
  return saysNothing(key) && valuesSpeakFor(filled, target) ? 55 - depth(target) : 0
}

/** Fields reached through another record come second. */
const depth = ({ path }: Candidate) => (path.includes('.') ? 2 : 0)

function byName(key: string, target: Target, filled: string[]): number {
  const leaf = leafOf(target)
  if (anyNumber.test(key) && (leaf === 'mobile' || leaf === 'phone')) {
    return (leaf === 'mobile') === (filled.length > 0 && share(filled, isMobile) >= 0.5) ? 89 : 80
  }
  // Phone 1 is a phone; Notes__c somebody's own field, which is second to Notes.
  const [plain, own] = [key.replace(/ ?[1一]$/, ''), key.replace(/ c$/, '')]
  let best = byEnding(key, target.keys)
  for (const [i, meaning] of target.meanings.entries()) {
    const names = namesOf.get(meaning) ?? []
    const exact = Math.max(names.indexOf(key), names.indexOf(plain))
    const fit = exact >= 0 ? 90 - exact * 0.1 : names.includes(own) ? 80 : byEnding(key, names)
    best = Math.max(best, fit && fit - i * 5)
  }
  return best
}

/** Headers that leave open whether it is a mobile; the numbers say it. */
const anyNumber = /^(客户|联系人|对接人)?(联系电话|联系方式|联系号码|电话号码|号码)$|^(联系人|对接人)电话$|^contact (number|phone)$/

/** What a header is about stands at its end, in Chinese and in English: 公司电话, business phone. 客户编号 ends with nothing we know. */
function byEnding(key: string, names: readonly string[]): number {
  let best = 0
  for (const name of names) {
    if (name.length < 2 || !key.endsWith(name) || key === name) continue
    const before = key.slice(0, -name.length)
    // English words end at blanks: "photo url" ends with url, "curl" does not.
    if (/[a-z0-9]/.test(name[0]!) && !before.endsWith(' ')) continue
    const words = before.trim().split(' ')
    if (words.every((word) => harmless.has(word))) best = Math.max(best, 70 + Math.min(name.length, 5))
  }
  return best
}

/** 联系人电话 rather goes to contact.phone, 公司电话 to the account's, where both are there. */
function whose(key: string, { path }: Candidate): number {
  const ofContact = path.startsWith('contact.')
  const ofAccount = path.startsWith('account.')
  if (ofPerson.test(key)) return ofContact ? 5 : ofAccount ? -10 : 0
  if (ofFirm.test(key)) return ofAccount ? 5 : ofContact ? -10 : 0
  return 0
}

/** No value fits: a choice is then none of ours, and a name with words around it was read wrongly. */
function doubt(filled: string[], { looksLike, type }: Candidate, known: number): number {
  if (!looksLike || !filled.length || filled.some(looksLike)) return 0
  return known < 80 || type === 'choice' || type === 'states' ? 45 : 0
}

/** '列 4', 'F2', '字段1' say nothing. A fax, an id or the phone of whoever made the record is known to be something else. */
const saysNothing = (key: string) =>
  !/传真|编号|编码|代码|身份证|[账帐]号|日期|时间|负责|创建|修改|更新|订单|单号|金额|数量|qq|\b(fax|id|number|code|date|time|count|owner|created|modified|assistant)\b/.test(
    key,
  )

function valuesSpeakFor(filled: string[], target: Target): boolean {
  const shape = shapes[leafOf(target)]
  return shape !== undefined && filled.length > 0 && share(filled, shape) >= 0.8
}

const isMobile = (text: string) => /^(\+?86)?1[3-9]\d{9}$/.test(text.replace(/[\s-]/g, ''))

/** Values that can only be one thing. */
const shapes: Record<string, (text: string) => boolean> = {
  mobile: isMobile,
  phone: (text) => /^(\+?86-?)?0\d{2,3}[- ]?\d{7,8}(\D.*)?$/.test(text.trim()),
  email: (text) => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text.trim()),
  website: (text) => /^(https?:\/\/|www\.)\S+$/i.test(text.trim()),
  taxNumber: (text) => /^[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}$/.test(text.trim()),
  company: (text) =>
    /(有限公司|股份公司|有限责任公司|集团|厂|Co\.,? ?Ltd\.?|Inc\.?|GmbH|LLC)$/i.test(text.trim().replace(/[（(][^）)]*[）)]$/, '')),
}

const share = (samples: string[], test: (sample: string) => boolean) => samples.filter(test).length / samples.length

const leafOf = ({ path }: Candidate) => path.slice(path.lastIndexOf('.') + 1)

/** `name` is a person's, a firm's, a deal's or a product's, which the fields beside it tell. */
function meaningsOf({ path }: Candidate, all: Candidate[]): Meaning[] {
  const has = (other: string) => all.some((candidate) => candidate.path === other)
  const folder = path.slice(0, Math.max(0, path.lastIndexOf('.') + 1))
  if (path === 'company' || path === 'account' || path === 'account.name') return ['firm']
  if (path === 'contact' || path === 'contact.name') return ['person']
  if (path === 'product' || path === 'product.name') return ['product']
  if (path === 'name') {
    if (has('stage') || has('closeOn')) return ['deal']
    if (has('price') || has('code')) return ['product']
    if (has('company') || has('account')) return ['person']
    return has('contact.name') || has('contact') ? ['firm'] : ['firm', 'person']
  }
  const leaf = path.slice(folder.length)
  if (leaf === 'kind') return has('text') || has('outcome') ? ['kind'] : ['customerKind']
  return namesOf.has(leaf as Meaning) ? [leaf as Meaning] : []
}
