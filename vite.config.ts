import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

export default defineConfig({
  root: 'src/web',
  plugins: [react()],
  // No inlined assets: the content security policy allows files of our own address only.
  build: { outDir: '../../dist', emptyOutDir: true, assetsInlineLimit: 0, modulePreload: { polyfill: false } },
  server: { proxy: { '/api': process.env.GUANXI_URL ?? 'http://127.0.0.1:3000' } },
})
