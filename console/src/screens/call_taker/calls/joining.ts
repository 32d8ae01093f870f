import type { JoinAs } from '../../../phone/shapes.ts'
import { callOf } from './caller.ts'

/** Whether a colleague may come into a conversation of this page unasked: only as written down. */
export function mayJoin(contact_id: string, account: string): JoinAs | null {
  const card = callOf(contact_id)
  if (!card) return null
  if (card.taker === account) return 'take_over'
  if (card.parties.some((party) => party.account_id === account)) return 'talk'
  return card.listeners.includes(account) ? 'listen' : null
}
