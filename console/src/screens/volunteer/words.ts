import { catalogue } from '../../messages/catalogue.ts'
import { volunteer as id } from '../../messages/id/volunteer.ts'

export const t = catalogue(id, () => import('../../messages/en/volunteer.ts').then((en) => en.volunteer))
