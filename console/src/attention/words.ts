import { catalogue } from '../messages/catalogue.ts'
import { attention as id } from '../messages/id/attention.ts'

export const t = catalogue(id, () => import('../messages/en/attention.ts').then((en) => en.attention))
