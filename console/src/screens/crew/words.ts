import { catalogue } from '../../messages/catalogue.ts'
import { crew as en } from '../../messages/en/crew.ts'
import { crew as id } from '../../messages/id/crew.ts'
import { word } from '../../messages/words.ts'
import type { What } from './outbox.svelte.ts'

/** Words of the crew's page. */
export const t = catalogue(id, en)

/** What a queued act says, also when it was queued before a change of language. */
export function actName(what: What): string {
  return what === 'decline' || what === 'on_duty' || what === 'off_duty'
    ? t(`act.${what}`)
    : word(`stage.${what}`)
}
