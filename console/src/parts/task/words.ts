import { catalogue } from '../../messages/catalogue.ts'
import { tasks as id } from '../../messages/id/tasks.ts'

/** Words of agencies' tasks, on whichever screen they stand. */
export const t = catalogue(id, () => import('../../messages/en/tasks.ts').then((en) => en.tasks))
