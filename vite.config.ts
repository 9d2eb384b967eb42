import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

export default defineConfig({
  root: 'src/web',
  plugins: [react(), squeezed()],
  // No inlined assets: the content security policy allows files of our own address only.
  build: { outDir: '../../dist', emptyOutDir: true, assetsInlineLimit: 0, modulePreload: { polyfill: false }, chunkSizeWarningLimit: 700 },
  // Below /api stands our own source folder too; and the server takes a change only from the host that the page came from.
  server: { proxy: { '/api/v1': { target: process.env.GUANXI_URL ?? 'http://127.0.0.1:3000', changeOrigin: false } } },
})

/** Beside each file its brotli and gzip form, so that the server compresses nothing twice. */
function squeezed(): Plugin {
  let place = ''
  return {
    name: 'squeezed',
    apply: 'build',
    configResolved: ({ root, build }) => {
      place = path.resolve(root, build.outDir)
    },
    closeBundle() {
      for (const entry of readdirSync(place, { recursive: true, encoding: 'utf8' })) {
        if (!/\.(js|css|html|svg)$/.test(entry)) continue
        const file = path.join(place, entry)
        const content = readFileSync(file)
        writeFileSync(`${file}.br`, brotliCompressSync(content))
        writeFileSync(`${file}.gz`, gzipSync(content, { level: 9 }))
      }
    },
  }
}
