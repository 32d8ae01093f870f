import { catalogue } from '../../messages/catalogue.ts'
import { agency as id } from '../../messages/id/agency.ts'

/** Words of the agency's page. */
export const t = catalogue(id, () => import('../../messages/en/agency.ts').then((en) => en.agency))
