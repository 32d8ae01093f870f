// Messages of a plan: what they say, and what became of them.
import { live } from '../../../live.svelte.ts'
import { holderOf } from '../../../alerts/recipients.ts'
import { say } from '../../../messages/words.ts'
import { place } from '../../../session.svelte.ts'
import type { AlertCard, IncidentCard, PlanMessage } from '../../../wire.ts'
import { placeWords } from '../room.svelte.ts'

/** What the message says of this incident, as the server words it too. */
export function wordsOf(one: PlanMessage, card: IncidentCard): string {
  const values = [place().typeName(card.incident_type), placeWords(card), card.number, `${card.alarm}`]
  return say(place().raw.messages[one.message], one.message).replace(
    /\{(\d)\}/g,
    (_, n: string) => values[Number(n) - 1] ?? '',
  )
}

/** How far it came; undefined while it was not sent. */
export function sentOf(
  one: PlanMessage,
  incident_id: string,
  alarm: number,
): AlertCard | undefined {
  const holder = holderOf(one)
  for (const card of live.board('alerts').values()) {
    if (
      card.about === 'plan' &&
      card.incident_id === incident_id &&
      card.alarm === alarm &&
      card.message === one.message &&
      card.audience[0] === holder
    ) {
      return card
    }
  }
  return undefined
}
