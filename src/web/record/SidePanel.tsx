import type { ObjectShape } from '../../lib/wire.ts'
export function SidePanel(_: { object: ObjectShape; id: string; onClose: () => void; onWhole: () => void }) {
  return null
}
