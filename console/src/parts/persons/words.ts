import { catalogue } from '../../messages/catalogue.ts'
import { persons as id } from '../../messages/id/persons.ts'

/** Words of missing and found persons. */
export const t = catalogue(id, () => import('../../messages/en/persons.ts').then((en) => en.persons))

/** A word by wire value; the value itself when it is newer than this console. */
export function tOr(key: string, fallback = ''): string {
  return key in id ? t(key as keyof typeof id) : fallback
}
