// Who somebody is, by account id, as far as this desk may know.
import { live } from './live.svelte.ts'
import { word } from './messages/words.ts'
import { here } from './session.svelte.ts'

export function personName(account: string): string {
  if (account === here.session?.account_id) return here.session.name
  if (account === 'web') return word('channel.web') // our own page: nobody has taken it yet
  if (account.endsWith('.react')) return word('by_itself') // a policy of a desk
  const card = live.board('accounts').get(account)
  return card?.name ?? live.presence.get(account)?.value.seat ?? `#${account.slice(-4)}`
}
