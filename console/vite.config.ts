import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vite'
import { icons } from './tools/icons.ts'
import { precompress } from './tools/precompress.ts'
import { serviceWorker } from './tools/service_worker.ts'

// SIAGA_ADDRESS: where `siaga up` listens, for `npm run dev`.
const server = process.env['SIAGA_ADDRESS'] ?? 'http://127.0.0.1:8112'

export default defineConfig({
  plugins: [svelte(), icons(), serviceWorker(), precompress()],
  optimizeDeps: { include: ['maplibre-gl'] },
  build: {
    outDir: 'dist',
    target: 'es2022',
    modulePreload: { polyfill: false },
    // No inlined assets: the content security policy allows nothing but files of our own.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1200, // kB raw: the map library, which is loaded apart
    rolldownOptions: {
      output: {
        codeSplitting: { groups: [{ name: 'maplibre', test: /node_modules[\\/]maplibre-gl/ }] },
      },
    },
  },
  server: { proxy: { '/api': server, '/hooks': server, '/lapor': server } },
})
