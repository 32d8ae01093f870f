import { catalogue } from '../messages/catalogue.ts'
import { alerts as id } from '../messages/id/alerts.ts'

/** Words of alerts, for the room. */
export const t = catalogue(id, () => import('../messages/en/alerts.ts').then((en) => en.alerts))

const SHORTEST = 3

/** Why it did not arrive, in words: of the code, else of its kind ("http_5"), else the code itself. */
export function reasonWords(code: string): string {
  if (!code) return ''
  for (let length = code.length; length >= SHORTEST; length -= 1) {
    const key = `reason.${code.slice(0, length)}`
    if (key in id) return t(key as keyof typeof id)
  }
  return t('reason_code', { code })
}
