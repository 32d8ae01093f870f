import { catalogue } from '../../messages/catalogue.ts'
import { longCases as id } from '../../messages/id/long_cases.ts'

/** Words of what lasts longer than a shift. */
export const t = catalogue(id, () =>
  import('../../messages/en/long_cases.ts').then((en) => en.longCases),
)
