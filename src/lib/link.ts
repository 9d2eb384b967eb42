/** Web addresses as people type them; only http and https, never javascript: and kin. */
export function isLink(text: string): boolean {
  const scheme = schemeOf(text)
  if (scheme !== null && scheme !== 'http' && scheme !== 'https') return false
  const match = shape.exec(text)
  return match !== null && (scheme !== null || match[1]!.includes('.')) && match[1]!.length <= 253
}

/** What a link leads to: linkOf('www.a.cn') → 'https://www.a.cn'. */
export const linkOf = (text: string): string => (schemeOf(text) === null ? 'https://' + text : text)

/** 'a.cn:8080' has a port, not a scheme. */
const schemeOf = (text: string) => /^([a-z][a-z0-9+.-]*):(?!\d{1,5}(?:[/?#]|$))/i.exec(text)?.[1]?.toLowerCase() ?? null

const shape =
  /^(?:https?:\/\/)?((?:[\p{L}\p{N}](?:[\p{L}\p{N}\p{M}_-]{0,61}[\p{L}\p{N}\p{M}])?)(?:\.[\p{L}\p{N}](?:[\p{L}\p{N}\p{M}-]{0,61}[\p{L}\p{N}\p{M}])?)*\.?|\[[0-9a-f:.]+\])(?::\d{1,5})?(?:[/?#][^\s<>"\\^`{|}]*)?$/iu
