import type { Face } from '../face.ts'

type File = { name?: string }
const list = (value: unknown): File[] => (Array.isArray(value) ? (value as File[]) : [value as File])

export const fileFace: Face = {
  show: (value) => list(value).map((file) => file.name ?? '').join('、'), // prettier-ignore
  width: 140,
  alone: true,
}
