import { catalogue } from '../../../messages/catalogue.ts'
import { handover as id } from '../../../messages/id/handover.ts'

/** Words around incidents that cross the border. */
export const t = catalogue(id, () => import('../../../messages/en/handover.ts').then((en) => en.handover))
