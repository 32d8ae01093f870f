// What changed in a job since the crew last looked at it. Pure.
import type { IncidentCard, JobChange, PremiseLine } from '../../wire.ts'

export type Marks = Readonly<Partial<Record<JobChange, string>>>

/** What the crew itself said of the lane is no news to it. */
function bare(meeting: IncidentCard['meeting'], own: readonly string[]) {
  if (!meeting) return null
  const { at, by, lane_by, ...where } = meeting
  const mine = lane_by != null && own.includes(lane_by)
  const told = mine ? { ...where, car_fits: null, on_foot_m: null } : where
  return Object.values(told).some((one) => one != null) ? told : null
}

export function marksOf(
  card: IncidentCard,
  premises: readonly PremiseLine[] = [],
  own: readonly string[] = [], // units of this phone
): Marks {
  const place = card.location
  const { meeting } = card
  return {
    place: JSON.stringify([place?.point ?? null, place?.area ?? null]),
    meeting: JSON.stringify(bare(meeting, own)),
    type: card.incident_type,
    priority: card.priority,
    note: card.notes.at(-1)?.at ?? '',
    premise: premises.map((one) => one.note_id).join(' '),
  }
}

export function changed(seen: Marks, now: Marks): JobChange[] {
  return (Object.keys(now) as JobChange[]).filter((one) => (seen[one] ?? '') !== (now[one] ?? ''))
}
