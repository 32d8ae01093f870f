import { catalogue } from '../../messages/catalogue.ts'
import { services as id } from '../../messages/id/services.ts'

/** Words of the public services. */
export const t = catalogue(id, () =>
  import('../../messages/en/services.ts').then((en) => en.services),
)
