/**
 * The program that sets type, in a process of its own: the compiler is native code that no timer can interrupt, and whatever
 * it meets in a document can at worst end this process, never the server. Started by press.ts, which it talks to by messages.
 */
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler'
import type { Sheet } from '../../lib/sheet.ts'

export type Order = { id: number; sheet: Sheet; logo: Uint8Array | null }
/** `worn`: the compiler keeps about half a megabyte of every document; this one has kept enough. */
export type Done = { id: number; worn: boolean } & ({ pdf: Uint8Array } | { wrong: string })

/** Results of earlier compilations are kept for so many documents. */
const remembered = 3
/** Starts at 170 MB; beyond this a fresh one costs less than going on. */
const mostMemory = 400 * 1024 * 1024

const fonts = ['400Regular', '700Bold'].map((weight) =>
  path.dirname(fileURLToPath(import.meta.resolve(`@expo-google-fonts/noto-sans-sc/${weight}/index.js`))),
)
const compiler = NodeCompiler.create({ workspace: import.meta.dirname, fontArgs: [{ fontPaths: fonts }] })
const template = path.join(import.meta.dirname, 'sheet.typ')
const picture = 'logo'

// whoever ordered may be gone by the time it is set
process.on('message', (order: Order) => process.send!(set(order), () => {}))
process.on('disconnect', () => process.exit())

function set({ id, sheet, logo }: Order): Done {
  try {
    return { id, pdf: compiled(sheet, logo), worn: process.memoryUsage.rss() > mostMemory }
  } catch (error) {
    // a picture that cannot be read costs the picture, not the document
    if (logo) return set({ id, sheet, logo: null })
    return { id, wrong: String(error), worn: true }
  }
}

function compiled(sheet: Sheet, logo: Uint8Array | null): Buffer {
  const place = path.join(import.meta.dirname, picture)
  if (logo) compiler.mapShadow(place, Buffer.from(logo))
  try {
    const outcome = compiler.compile({
      mainFilePath: template,
      inputs: { sheet: JSON.stringify(sheet), ...(logo ? { logo: picture } : {}) },
    })
    const errors = outcome.takeError()?.shortDiagnostics
    if (!outcome.result) throw new Error(JSON.stringify(errors))
    return compiler.pdf(outcome.result)
  } finally {
    if (logo) compiler.unmapShadow(place)
    compiler.evictCache(remembered)
  }
}
