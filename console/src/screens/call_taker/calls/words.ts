import { catalogue } from '../../../messages/catalogue.ts'
import { calls as en } from '../../../messages/en/calls.ts'
import { calls as id } from '../../../messages/id/calls.ts'

/** Words of the telephone: calls, takers, call-backs, supervision. */
export const t = catalogue(id, en)
