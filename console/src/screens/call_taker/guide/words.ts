import { catalogue } from '../../../messages/catalogue.ts'
import { guide as id } from '../../../messages/id/guide.ts'

/** Words of the guide. */
export const t = catalogue(id, () => import('../../../messages/en/guide.ts').then((en) => en.guide))
