/**
 * The firm's own mail domain; null for a provider where anybody has an address.
 *   ownDomain('li@guteng-sz.com')   → 'guteng-sz.com'
 *   ownDomain('13800138000@163.com') → null
 */
export function ownDomain(email: string): string | null {
  const domain = email
    .slice(email.lastIndexOf('@') + 1)
    .trim()
    .toLowerCase()
  if (!domain.includes('.')) return null
  return [...anybodys].some((provider) => domain === provider || domain.endsWith(`.${provider}`)) || many.test(domain) ? null : domain
}

/** vip.163.com and the like count with their provider. */
const anybodys = new Set(
  `qq.com foxmail.com 163.com 126.com 163.net 188.com yeah.net 139.com 189.cn 189.com wo.cn wo.com.cn sina.com sina.cn sina.com.cn sohu.com sogou.com
  aliyun.com tom.com 21cn.com 263.net 263.net.cn 2980.com 88.com 111.com china.com eyou.com netease.com chinaren.com citiz.net online.sh.cn
  gmail.com googlemail.com outlook.com hotmail.com live.com live.cn msn.com msn.cn icloud.com me.com mac.com aol.com proton.me protonmail.com pm.me gmx.com
  gmx.de gmx.net web.de t-online.de mail.com mail.ru yandex.ru yandex.com zoho.com naver.com hanmail.net daum.net nate.com rediffmail.com free.fr orange.fr
  libero.it fastmail.com hey.com tutanota.com hushmail.com comcast.net verizon.net btinternet.com seznam.cz qq.cn pchome.com.tw hinet.net`.split(
    /\s+/,
  ),
)
/** yahoo.co.jp, outlook.de, hotmail.fr, live.co.uk. */
const many = /(?:^|\.)(?:yahoo|ymail|outlook|hotmail|live|gmx|yandex)\.(?:com?\.)?[a-z]{2,3}$/
