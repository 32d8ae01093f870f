import { catalogue } from '../../messages/catalogue.ts'
import { crew as id } from '../../messages/id/crew.ts'
import { word } from '../../messages/words.ts'
import type { What } from './queue.ts'

/** Words of the crew's page. */
export const t = catalogue(id, () => import('../../messages/en/crew.ts').then((en) => en.crew))

/** What a queued act says, also when it was queued before a change of language. */
export function actName(what: What): string {
  const key = `act.${what}`
  return key in id ? t(key as keyof typeof id) : word(`stage.${what}` as 'stage.clear')
}
