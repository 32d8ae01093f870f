import { catalogue } from '../../messages/catalogue.ts'
import { account as id } from '../../messages/id/account.ts'
import { say } from '../../messages/words.ts'
import { place } from '../../session.svelte.ts'

/** Words of the account page. */
export const t = catalogue(id, () => import('../../messages/en/account.ts').then((en) => en.account))

/** Whom an account acts for, in a few words. */
export function actsFor(rights: {
  readonly agency?: string | null
  readonly units: readonly string[]
  readonly hospital?: string | null
}): string {
  return [
    say(place().agency(rights.agency)?.name),
    ...rights.units.map((unit) => place().callSign(unit)),
    place().hospital(rights.hospital)?.name,
  ]
    .filter(Boolean)
    .join(', ')
}
