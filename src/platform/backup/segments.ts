/** PostgreSQL writes its log as one long stream, cut into files of the same size and numbered through. */

/** The name of such a file. */
export const segment = /^[0-9A-F]{24}$/

/** 16/B374D848 */
export function numberOf(lsn: string): bigint {
  const [high, low] = lsn.split('/').map((part) => BigInt(`0x${part}`))
  return ((high ?? 0n) << 32n) + (low ?? 0n)
}

/** 00000001 00000016 000000B3 */
export function segmentName(timeline: number, number: bigint, size: bigint): string {
  const perFile = 0x1_0000_0000n / size
  return [BigInt(timeline), number / perFile, number % perFile].map((part) => part.toString(16).toUpperCase().padStart(8, '0')).join('')
}

export function placeOf(name: string, size: bigint): { timeline: number; number: bigint } {
  const [timeline, high, low] = [0, 8, 16].map((at) => BigInt(`0x${name.slice(at, at + 8)}`)) as [bigint, bigint, bigint]
  return { timeline: Number(timeline), number: high * (0x1_0000_0000n / size) + low }
}
