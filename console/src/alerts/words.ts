import { catalogue } from '../messages/catalogue.ts'
import { alerts as id } from '../messages/id/alerts.ts'

/** Words of alerts: on the crew's page as in the room. */
export const t = catalogue(id, () => import('../messages/en/alerts.ts').then((en) => en.alerts))

/** Why it did not arrive, in words; a code nobody knows is shown as it is. */
export function reasonWords(code: string): string {
  if (!code) return ''
  const key = `reason.${code}`
  return key in id ? t(key as keyof typeof id) : t('reason_code', { code })
}
