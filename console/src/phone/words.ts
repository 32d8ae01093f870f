import { catalogue } from '../messages/catalogue.ts'
import { phone as id } from '../messages/id/phone.ts'

export const t = catalogue(id, () => import('../messages/en/phone.ts').then((en) => en.phone))
