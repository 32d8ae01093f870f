import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vite'
import { icons } from './tools/icons.ts'
import { precompress } from './tools/precompress.ts'
import { serviceWorker } from './tools/service_worker.ts'

// SIAGA_ADDRESS: where `siaga up` listens, for `npm run dev`.
const server = process.env['SIAGA_ADDRESS'] ?? 'http://127.0.0.1:8112'

/** What the first page of every role needs. */
const CORE = new RegExp(
  '/src/(acts\\.svelte|board|clock\\.svelte|delivery|event_parser|format|geometry|ids|keeping|keys' +
    '|live\\.svelte|positions|request|session\\.svelte|sound|toasts\\.svelte|worker\\.svelte|alerts/(push\\.svelte|device_words)' +
    '|messages/(catalogue|words|id/(shell|domain|refusals|devices))|parts/shapes)\\.ts$' +
    '|/src/parts/(Age|Banner|Button|Dialog|EmptyState|Field|Icon|PriorityMark|StageChip)\\.svelte' +
    '|/src/alerts/PushOffer\\.svelte',
)

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
        codeSplitting: {
          groups: [
            { name: 'maplibre', test: /node_modules[\\/]maplibre-gl/ },
            { name: 'core', test: CORE }, // else a dozen small files, each packed by itself
          ],
        },
      },
    },
  },
  server: { proxy: { '/api': server, '/hooks': server, '/lapor': server } },
})
