import { catalogue } from '../../../messages/catalogue.ts'
import { calls as id } from '../../../messages/id/calls.ts'

/** Words of the telephone: calls, takers, call-backs, supervision. */
export const t = catalogue(id, () => import('../../../messages/en/calls.ts').then((en) => en.calls))
