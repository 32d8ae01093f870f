// Lines that ask for a person here, and what says that one has read them.
import type { BorderLine } from '../../../wire.ts'

interface Seeing {
  readonly desk: 'neighbours'
  readonly name: 'see-handover-notes' | 'see-offer-notes'
  readonly body: Readonly<Record<string, unknown>>
}

/** One act for each hand-over: an incident may have been taken over and handed on. */
export function seen(lines: readonly BorderLine[]): Seeing[] {
  const acts = new Map<string, Seeing & { body: { parts: string[] } }>()
  for (const { rings, part, handover_id, offer_id } of lines) {
    if (!rings) continue
    const known = acts.get(handover_id ?? offer_id ?? '')
    if (known) known.body.parts.push(part)
    else if (handover_id) {
      const body = { handover_id, parts: [part] }
      acts.set(handover_id, { desk: 'neighbours', name: 'see-handover-notes', body })
    } else if (offer_id) {
      const body = { offer_id, parts: [part] }
      acts.set(offer_id, { desk: 'neighbours', name: 'see-offer-notes', body })
    }
  }
  return [...acts.values()]
}
