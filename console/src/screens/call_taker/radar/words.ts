import { catalogue } from '../../../messages/catalogue.ts'
import { radar as en } from '../../../messages/en/radar.ts'
import { radar as id } from '../../../messages/id/radar.ts'
import type { Reason } from '../../../wire.ts'

/** Words of the duplicate radar and of joined incidents. */
export const t = catalogue(id, en)

/** Why, in a few words; undefined where this console has none for it. */
export function whyOf(reason: Reason): string | undefined {
  const key = `why.${reason.key}`
  return key in id ? t(key as keyof typeof id) : undefined
}
