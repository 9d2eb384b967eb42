/** What a masked value looks like: enough to recognise it on the phone, too little to use it. `13812345678` → `138****78`. */
export function mask(text: string): string {
  if (text.length < 5) return '***'
  const shown = Math.min(4, Math.floor(text.length / 4))
  return `${text.slice(0, shown + (text.length > 8 ? 1 : 0))}****${text.slice(-shown)}`
}
