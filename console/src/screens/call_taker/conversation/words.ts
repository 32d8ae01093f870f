import { catalogue } from '../../../messages/catalogue.ts'
import { conversation as id } from '../../../messages/id/conversation.ts'

/** Words of the conversation. */
export const t = catalogue(id, () => import('../../../messages/en/conversation.ts').then((en) => en.conversation))

/** A key put together from data, when this console knows it. */
export function tOr(key: string, fallback: string): string {
  return key in id ? t(key as keyof typeof id) : fallback
}
