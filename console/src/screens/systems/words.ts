import { catalogue } from '../../messages/catalogue.ts'
import { systems as id } from '../../messages/id/systems.ts'

/** Words of the page about other people's machines. */
export const t = catalogue(id, () => import('../../messages/en/systems.ts').then((en) => en.systems))
