import { halfWidth } from './text.ts'

/**
 * A firm's name without what differs between two ways of writing it: form of company, brackets, white space, case.
 *   firmKey('无锡泰力新材料（无锡）有限公司') = firmKey('无锡泰力新材料(无锡)有限责任公司') = '无锡泰力新材料'
 *   firmKey('Siemens AG') = firmKey('SIEMENS  A.G.') = 'siemens'
 * A place in brackets that the name says already is left out; another one tells two firms apart and stays: 贝尔（苏州）≠ 贝尔（无锡）.
 */
export function firmKey(name: string): string {
  const plain = halfWidth(name.slice(0, longest)).toLowerCase().trim()
  const noBrackets = plain.includes('(') || plain.includes('[') || plain.includes('【') ? withoutBrackets(plain) : plain
  const bare = withoutForm(noBrackets).replace(marks, '')
  return bare || plain.replace(marks, '') || plain
}

/** No firm's name is longer; over a page of dots the patterns below would think for seconds. */
const longest = 500

const marks = /[\s.,'"`·・‧•\-_()[\]【】《》<>“”‘’、。;:]+/g
const bracket = /[([【]([^()[\]【】]*)[)\]】]/g
const formInBrackets = /^(?:个体工商户|个体|普通合伙|有限合伙|特殊普通合伙|合伙|个人独资|集团|股份|有限公司|筹|筹备|原名.*)$/

function withoutBrackets(name: string): string {
  return name.replace(bracket, (_, inside: string, at: number) => {
    const said = inside.replace(/[省市区县]$/, '')
    const rest = name.slice(0, at)
    return formInBrackets.test(inside) || (said.length > 1 && rest.includes(said)) ? '' : inside
  })
}

const han = /[\u4e00-\u9fff]/
const chineseForm = /(?:股份有限责任公司|有限责任公司|股份有限公司|有限公司|股份公司|集团公司|总公司|公司|集团|股份|有限)$/
/** 苏州市华邦 = 苏州华邦; 中国市政… keeps its word. */
const cityMark = /^([\u4e00-\u9fff]{2,3})市(?![场政民值])(?=[\u4e00-\u9fff]{2})/
const latinForm =
  /[\s.,]+(?:company|co|limited|ltd|incorporated|inc|corporation|corp|llc|l\.l\.c|llp|lp|plc|gmbh(?:\s*&\s*co\.?\s*kg)?|kg|ag|a\.g|sa|s\.a|s\.a\.s|sas|s\.r\.l|srl|s\.p\.a|spa|sarl|bv|b\.v|nv|n\.v|oy|ab|aps|a\/s|k\.k|kk|pte|pty|pvt|sdn|bhd|group|holdings?)[\s.,]*$/

function withoutForm(name: string): string {
  let rest = name
  if (han.test(rest)) {
    rest = rest.replace(cityMark, '$1')
    for (let next = rest.replace(chineseForm, ''); next !== rest && next.length > 1; next = rest.replace(chineseForm, '')) rest = next
    if (/株式会社|株式會社/.test(rest)) rest = rest.replace(/株式会社|株式會社/, '')
  }
  for (let next = rest.replace(latinForm, ''); next !== rest && next !== ''; next = rest.replace(latinForm, '')) rest = next
  return rest
}
