const family = /^(姓|姓氏|last name|surname|family name|lastname|familyname)$/
const given = /^(名|名字|first name|given name|forename|firstname|givenname)$/
const middle = /^(middle name|middlename|中间名)$/

/**
 * One name of the columns that hold its parts: 姓 and 名 without blank, First Name before Last Name with one. The script
 * of the values decides, so First Name 伟 and Last Name 王 make 王伟.
 */
export function joinNames(parts: { header: string; text: string }[]): string {
  const filled = parts.map(({ header, text }) => ({ place: placeOf(header), text: text.trim() })).filter(({ text }) => text)
  const chinese = filled.some(({ text }) => /\p{Script=Han}/u.test(text))
  const order = chinese ? ['family', 'given', 'middle'] : ['given', 'middle', 'family']
  const known = filled.every(({ place }) => place)
  const sorted = known ? filled.toSorted((a, b) => order.indexOf(a.place!) - order.indexOf(b.place!)) : filled
  return sorted.map(({ text }) => text).join(chinese ? '' : ' ')
}

export const isNamePart = (header: string) => placeOf(header) !== null

function placeOf(header: string): 'family' | 'given' | 'middle' | null {
  const name = header
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replace(/[_\-*\s]+/g, ' ')
    .trim()
    .toLowerCase()
  return family.test(name) ? 'family' : given.test(name) ? 'given' : middle.test(name) ? 'middle' : null
}
