import { createHash } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { build, type Plugin, type Rolldown } from 'vite'

const SOURCE = fileURLToPath(new URL('../worker/service_worker.js', import.meta.url))
/** What must be there without network: the crew's page, and what it asks for when it is used. */
const OUTSIDE = ['/screens/crew/']
/** What nobody needs there: the other language, and what shows pictures that lie on the server. */
const NOT_OUTSIDE = ['/messages/en/', '/parts/Photos.svelte']

type Bundle = Record<string, Rolldown.OutputAsset | Rolldown.OutputChunk>

/**
 * Writes `sw.js` with the names of what a crew needs outside: the entry, its screen and forms, and
 * all that these import. Its version is the digest of that list and of the worker itself.
 */
export function serviceWorker(): Plugin {
  return {
    name: 'service-worker',
    apply: 'build',
    async generateBundle(_options, bundle) {
      const source = await whole()
      const files = ['/', ...[...shell(bundle as Bundle)].sort().map((name) => `/${name}`)]
      const page = bundle['index.html']
      const html = page?.type === 'asset' ? String(page.source) : ''
      const digest = createHash('sha256').update(source + html + files.join()).digest('hex')
      const text = source
        .replaceAll('__VERSION__', digest.slice(0, 12))
        .replaceAll('__SHELL__', () => JSON.stringify(files))
      this.emitFile({ type: 'asset', fileName: 'sw.js', source: text })
    },
  }
}

/** The worker with all it imports in one file: not every browser lets a worker import. */
async function whole(): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    build: {
      write: false,
      target: 'es2022',
      rolldownOptions: { input: SOURCE, output: { format: 'iife', entryFileNames: 'sw.js' } },
    },
  })
  const { output } = built as Rolldown.RolldownOutput
  return output[0].code
}

/** What a page imports at once, and what a page that works outside asks for later. */
function shell(bundle: Bundle): Set<string> {
  const wanted = new Set<string>()
  const take = (name: string) => {
    const part = bundle[name]
    if (!part || wanted.has(name)) return
    wanted.add(name)
    if (part.type !== 'chunk') return
    for (const css of part.viteMetadata?.importedCss ?? []) wanted.add(css)
    for (const next of part.imports) take(next)
    if (!isOf(part, OUTSIDE)) return
    for (const later of part.dynamicImports) if (!isOf(bundle[later], NOT_OUTSIDE)) take(later)
  }
  for (const [name, part] of Object.entries(bundle)) {
    if (part.type === 'chunk' && (part.isEntry || isOf(part, OUTSIDE))) take(name)
  }
  return wanted
}

function isOf(part: Bundle[string] | undefined, folders: readonly string[]): boolean {
  if (part?.type !== 'chunk') return false
  return part.moduleIds.some((id) => folders.some((folder) => id.replaceAll('\\', '/').includes(folder)))
}
