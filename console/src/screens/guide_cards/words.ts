import { catalogue } from '../../messages/catalogue.ts'
import { guideCards as id } from '../../messages/id/guide_cards.ts'

/** Words of the page of guide cards. */
export const t = catalogue(id, () => import('../../messages/en/guide_cards.ts').then((en) => en.guideCards))
