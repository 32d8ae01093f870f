// What rings at the border: an offer nobody took, an incident nobody over there took.
import { live } from '../../../live.svelte.ts'
import type { Tone } from '../../../sound.ts'
import { room } from '../room.svelte.ts'

/** Anew at each reminder: who silenced one hears the next. */
export const offerKey = (id: string, step: number) => `offer/${id}/${step}`
export const handoverKey = (id: string, step: number) => `handover/${id}/${step}`

export function handoverAlarms(drill: boolean): Map<string, Tone> {
  const causes = new Map<string, Tone>()
  const offers = [...live.board('offers').values()].some(
    (card) => card.rings && card.priority !== 'P4' && !room.heard.has(offerKey(card.offer_id, card.step)),
  )
  if (offers) causes.set('offers', drill ? 'drill' : 'ring')
  const ours = [...live.board('handovers').values()].some(
    (card) => card.rings && card.priority !== 'P4' && !room.heard.has(handoverKey(card.handover_id, card.step)),
  )
  if (ours) causes.set('handovers', drill ? 'drill' : 'overdue')
  return causes
}
