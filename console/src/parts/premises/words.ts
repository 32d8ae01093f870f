import { catalogue } from '../../messages/catalogue.ts'
import { premises as id } from '../../messages/id/premises.ts'

/** Words of what is known of an address. */
export const t = catalogue(id, () =>
  import('../../messages/en/premises.ts').then((en) => en.premises),
)
