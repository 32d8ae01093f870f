import { catalogue } from '../../messages/catalogue.ts'
import { doctor } from '../../messages/id/doctor.ts'

/** Words of the duty doctor's page. */
export const t = catalogue(doctor, () => import('../../messages/en/doctor.ts').then((en) => en.doctor))
