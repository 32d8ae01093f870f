import { catalogue } from '../messages/catalogue.ts'
import { devices as id } from '../messages/id/devices.ts'

/** Words of this browser as one that is told; apart, because a crew's page needs no other of alerts. */
export const t = catalogue(id, () => import('../messages/en/devices.ts').then((en) => en.devices))
