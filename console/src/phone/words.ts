import { catalogue } from '../messages/catalogue.ts'
import { phone as en } from '../messages/en/phone.ts'
import { phone as id } from '../messages/id/phone.ts'

export const t = catalogue(id, en)
