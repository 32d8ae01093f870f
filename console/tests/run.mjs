// Compiles tests/*.test.ts with Vite (Node 20 reads no TypeScript) and runs them with Node's own
// test runner: `npm test`. The compiled files lie in node_modules, which nobody keeps.
import { spawnSync } from 'node:child_process'
import { readdirSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

const here = fileURLToPath(new URL('.', import.meta.url))
const folder = join(here, '..', 'node_modules', '.tests')
const sources = readdirSync(here).filter((name) => name.endsWith('.test.ts'))

rmSync(folder, { recursive: true, force: true })
await build({
  configFile: false,
  root: join(here, '..'),
  logLevel: 'error',
  publicDir: false,
  build: {
    ssr: true,
    outDir: folder,
    target: 'node20',
    minify: false,
    rolldownOptions: {
      input: Object.fromEntries(sources.map((name) => [basename(name, '.ts'), join(here, name)])),
      output: { entryFileNames: '[name].mjs' },
    },
  },
})
const files = sources.map((name) => join(folder, `${basename(name, '.ts')}.mjs`))
process.exit(spawnSync(process.execPath, ['--test', ...files], { stdio: 'inherit' }).status ?? 1)
