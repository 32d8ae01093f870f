import { catalogue } from '../../../messages/catalogue.ts'
import { field as id } from '../../../messages/id/field.ts'

export const t = catalogue(id, () => import('../../../messages/en/field.ts').then((en) => en.field))
