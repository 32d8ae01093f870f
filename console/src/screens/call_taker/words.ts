import { catalogue } from '../../messages/catalogue.ts'
import { callTaker as id } from '../../messages/id/call_taker.ts'

/** Words of the room's screen. */
export const t = catalogue(id, () => import('../../messages/en/call_taker.ts').then((en) => en.callTaker))
