import { catalogue } from '../../messages/catalogue.ts'
import { patient } from '../../messages/id/patient.ts'

/** Words about patients. */
export const t = catalogue(patient, () =>
  import('../../messages/en/patient.ts').then((en) => en.patient),
)
