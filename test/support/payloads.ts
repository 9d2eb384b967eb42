/**
 * What attackers write into names and notes, made here from the ways in which pages have been broken. Each would call `pwned(…)`, leave
 * an element of class `gxm` behind, or ask `gx.invalid`.
 */
const img = (n: number) => `<img class=gxm src=x onerror=pwned(${n})>`

export const payloads: string[] = [
  img(1),
  '"><svg class=gxm onload=pwned(2)>',
  `'><script class=gxm>pwned(3)</script>`,
  '<iframe class=gxm srcdoc="<script>parent.pwned(4)</script>">',
  '<a class=gxm href="javascript:pwned(5)">x</a>',
  `<style class=gxm>@import 'http://gx.invalid/6'</style>`,
  '<link class=gxm rel=stylesheet href=http://gx.invalid/7>',
  '<img class=gxm src=http://gx.invalid/8>',
  '<meta class=gxm http-equiv=refresh content="0;url=http://gx.invalid/9">',
  '<base class=gxm href=http://gx.invalid/>',
  '<form class=gxm action=http://gx.invalid/11><button autofocus>x',
  'javascript:pwned(12)//<gxm>',
  '</title><script class=gxm>pwned(13)</script>',
  `</textarea></select>${img(14)}`,
  `--><!--${img(15)}-->`,
  `{{constructor.constructor('pwned(16)')()}}<gxm>`,
  '${pwned(17)}#{pwned(17)}<%=pwned(17)%><gxm>',
  '<math class=gxm><mtext><mglyph><style><img src=x onerror=pwned(18)>',
  '＜img class=gxm src=x onerror=pwned(19)＞',
  '\\u003cimg class=gxm src=x onerror=pwned(20)\\u003e',
  '&lt;img class=gxm src=x onerror=pwned(21)&gt;',
  '%3Cimg%20class=gxm%20src=x%20onerror=pwned(22)%3E',
  '<details class=gxm open ontoggle=pwned(23)>',
  '" autofocus tabindex=1 onfocus=pwned(24) class=gxm x="',
  '[x](javascript:pwned(25)) ![gxm](http://gx.invalid/25)',
  '=HYPERLINK("http://gx.invalid/26","gxm")',
  '<video class=gxm poster=http://gx.invalid/27><source onerror=pwned(27)>',
  '<x class=gxm style="animation:x 1s" onanimationstart=pwned(28)>',
  '<object class=gxm data=data:text/html,<script>pwned(29)</script>>',
  'data:text/html,<script>pwned(30)</script><gxm>',
  '<sVg/class=gxm/oNloAd=pwned(31)//',
  '__proto__<gxm constructor>',
]

/** Of a type that takes no angle brackets, the nearest that it takes. */
export const ofType: Record<string, string> = {
  url: "https://gx.invalid/gxm?'onmouseover=pwned(40)//",
  email: "'onload=pwned{41}'&gxm@gx.invalid",
  phone: '13800138000',
}
