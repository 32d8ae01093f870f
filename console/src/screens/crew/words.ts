import { catalogue } from '../../messages/catalogue.ts'
import { crew as id } from '../../messages/id/crew.ts'
import { word } from '../../messages/words.ts'
import type { QueuedAct } from './queue.ts'

/** Words of the crew's page. */
export const t = catalogue(id, () => import('../../messages/en/crew.ts').then((en) => en.crew))

/** What a queued act says, also when it was queued before a change of language. */
export function actName({ what, name }: Pick<QueuedAct, 'what'> & { readonly name?: string }): string {
  const keys = [`act.${name}`, `act.${what}`]
  const key = keys.find((one): one is keyof typeof id => one in id)
  return key ? t(key) : word(`stage.${what}` as 'stage.clear')
}
