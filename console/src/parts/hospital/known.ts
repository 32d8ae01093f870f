// What is known of a department now: stale counts as unknown, as it does in the proposal.
import type { Hospital, HospitalCard, HospitalWord } from '../../wire.ts'

export const isFresh = (said: HospitalWord, now_ms: number): boolean =>
  Date.parse(said.expires_at) > now_ms

/** Its own word first, then what is known of the place; null: nobody knows. */
export function serviceNow(
  card: HospitalCard | undefined,
  hospital: Hospital,
  service: string,
  now_ms: number,
): boolean | null {
  const line = card?.services[service]
  if (line && isFresh(line.said, now_ms)) return line.on
  return hospital.services.includes(service) ? true : null
}

/** Whether the figure that decides most is one of today. */
export function saidLately(card: HospitalCard | undefined, now_ms: number): boolean {
  const bed = card?.beds.emergency_department
  return bed !== undefined && isFresh(bed.said, now_ms)
}
