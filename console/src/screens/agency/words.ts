import { catalogue } from '../../messages/catalogue.ts'
import { agency as en } from '../../messages/en/agency.ts'
import { agency as id } from '../../messages/id/agency.ts'

/** Words of the agency's page. */
export const t = catalogue(id, en)
