import { catalogue } from '../../messages/catalogue.ts'
import { hospitals } from '../../messages/id/hospitals.ts'

/** Words about emergency departments. */
export const t = catalogue(hospitals, () =>
  import('../../messages/en/hospitals.ts').then((en) => en.hospitals),
)
