/**
 * Which row of the file had this key first. Open addressing over typed arrays: 12 bytes a slot, so that three keys of each of
 * a million rows take 100 MB where a Map of strings takes 500. Two keys of the same 52 bits would be taken for twins: at three
 * million keys that is a chance of one in a thousand for the whole file, and a person sees the pair before it counts.
 */
export class KeyIndex {
  #hashes = new Float64Array(1 << 12)
  #rows = new Uint32Array(1 << 12)
  #size = 0

  /** The row that had the key before, or undefined and it is this one's from now on. */
  claim(key: string, row: number): number | undefined {
    if (this.#size * 2 >= this.#hashes.length) this.#grow()
    const hash = hash52(key)
    const slot = this.#slotOf(hash)
    if (this.#hashes[slot] === hash) return this.#rows[slot]
    this.#put(slot, hash, row)
    return undefined
  }

  #put(slot: number, hash: number, row: number): void {
    this.#hashes[slot] = hash
    this.#rows[slot] = row
    this.#size++
  }

  #slotOf(hash: number): number {
    const mask = this.#hashes.length - 1
    let slot = hash % this.#hashes.length
    while (this.#hashes[slot] !== 0 && this.#hashes[slot] !== hash) slot = (slot + 1) & mask
    return slot
  }

  #grow(): void {
    const [hashes, rows] = [this.#hashes, this.#rows]
    this.#hashes = new Float64Array(hashes.length * 2)
    this.#rows = new Uint32Array(hashes.length * 2)
    this.#size = 0
    hashes.forEach((hash, i) => hash !== 0 && this.#put(this.#slotOf(hash), hash, rows[i]!))
  }
}

/** Two FNV-1a style 32 bit hashes (Fowler, Noll, Vo) with different seeds, put together to 52 bits; never 0. */
function hash52(text: string): number {
  let a = 0x811c9dc5
  let b = 0x9747b28c
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    a = Math.imul(a ^ unit, 0x01000193)
    b = Math.imul(b ^ unit, 0x5bd1e995)
    b ^= b >>> 15
  }
  return ((a ^ (a >>> 13)) >>> 0) * 0x100000 + ((b >>> 0) & 0xfffff) || 1
}
