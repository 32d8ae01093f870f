import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { Plugin, Rolldown } from 'vite'

const SOURCE = new URL('../worker/service_worker.js', import.meta.url)
/** What must be there without network: the crew's page and the forms it opens. */
const OUTSIDE = ['/screens/crew/', '/parts/patient/']

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
      const source = await readFile(SOURCE, 'utf8')
      const files = ['/', ...[...shell(bundle as Bundle)].sort().map((name) => `/${name}`)]
      const page = bundle['index.html']
      const html = page?.type === 'asset' ? String(page.source) : ''
      const digest = createHash('sha256').update(source + html + files.join()).digest('hex')
      const text = source
        .replace('__VERSION__', digest.slice(0, 12))
        .replace('__SHELL__', JSON.stringify(files))
      this.emitFile({ type: 'asset', fileName: 'sw.js', source: text })
    },
  }
}

function shell(bundle: Bundle): Set<string> {
  const wanted = new Set<string>()
  const take = (name: string) => {
    const part = bundle[name]
    if (!part || wanted.has(name)) return
    wanted.add(name)
    if (part.type !== 'chunk') return
    for (const css of part.viteMetadata?.importedCss ?? []) wanted.add(css)
    for (const next of part.imports) take(next)
  }
  for (const [name, part] of Object.entries(bundle)) {
    if (part.type !== 'chunk') continue
    const from = (part.facadeModuleId ?? '').replaceAll('\\', '/')
    if (part.isEntry || OUTSIDE.some((folder) => from.includes(folder))) take(name)
  }
  return wanted
}
