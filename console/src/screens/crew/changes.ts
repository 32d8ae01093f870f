// What changed in a job since the crew last looked at it. Pure.
import type { IncidentCard, JobChange, PremiseLine } from '../../wire.ts'

export type Marks = Readonly<Partial<Record<JobChange, string>>>

/** The meeting point is on the card once somebody has given one. */
interface WithMeeting {
  readonly meeting?: { readonly at?: string } | null
}

export function marksOf(card: IncidentCard, premises: readonly PremiseLine[] = []): Marks {
  const place = card.location
  const { meeting } = card as IncidentCard & WithMeeting
  return {
    place: JSON.stringify([place?.point ?? null, place?.area ?? null]),
    meeting: JSON.stringify(meeting ?? null),
    type: card.incident_type,
    priority: card.priority,
    note: card.notes.at(-1)?.at ?? '',
    premise: premises.map((one) => one.note_id).join(' '),
  }
}

export function changed(seen: Marks, now: Marks): JobChange[] {
  return (Object.keys(now) as JobChange[]).filter((one) => (seen[one] ?? '') !== (now[one] ?? ''))
}
