// Takes every address out of package-lock.json; `npm ci` needs none of them.
// Run after each `npm install` (npm run lock).
import { readFileSync, writeFileSync } from 'node:fs'

const path = 'package-lock.json'
const lock = JSON.parse(readFileSync(path, 'utf8'))
for (const entry of Object.values(lock.packages)) {
  delete entry.funding
  delete entry.resolved
}
writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`)
