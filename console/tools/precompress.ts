import { readFile, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, gzip } from 'node:zlib'
import type { Plugin } from 'vite'

const TEXT = /\.(js|mjs|css|html|svg|json)$/
const WORTH_IT_BYTES = 1024

const [zipped, smaller] = [promisify(gzip), promisify(brotliCompress)]

/** Writes a `.gz` and a `.br` beside every text file of the build: the server compresses nothing. */
export function precompress(): Plugin {
  let folder = ''
  return {
    name: 'precompress',
    apply: 'build',
    configResolved: (config) => {
      folder = config.build.outDir
    },
    closeBundle: async () => {
      for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
        if (!entry.isFile() || !TEXT.test(entry.name)) continue
        const path = join(entry.parentPath, entry.name)
        const plain = await readFile(path)
        if (plain.length >= WORTH_IT_BYTES) {
          await writeFile(`${path}.gz`, await zipped(plain, { level: 9 }))
          await writeFile(`${path}.br`, await smaller(plain))
        }
      }
    },
  }
}
