import { catalogue } from '../../../messages/catalogue.ts'
import { radar as id } from '../../../messages/id/radar.ts'
import type { Reason } from '../../../wire.ts'

/** Words of the duplicate radar and of joined incidents. */
export const t = catalogue(id, () => import('../../../messages/en/radar.ts').then((en) => en.radar))

/** Why, in a few words; undefined where this console has none for it. */
export function whyOf(reason: Reason): string | undefined {
  const key = `why.${reason.key}`
  return key in id ? t(key as keyof typeof id) : undefined
}
