import { live } from '../../../live.svelte.ts'
import { isOver } from '../../../parts/patient/colours.ts'
import type { PatientLine, PatientsCard } from '../../../wire.ts'

export interface PatientRing {
  readonly card: PatientsCard
  readonly line: PatientLine
  readonly why: 'overdue' | 'declined' | 'offload'
}

/** What a hospital did not answer, asked to divert, or leaves standing at its door. */
export function patientRings(): PatientRing[] {
  const found: PatientRing[] = []
  for (const card of live.board('patients').values()) {
    for (const line of Object.values(card.patients)) {
      if (isOver(line)) continue
      if (line.pre_alert?.rings) {
        found.push({ card, line, why: line.pre_alert.accepted === false ? 'declined' : 'overdue' })
      } else if (line.offload_late) found.push({ card, line, why: 'offload' })
    }
  }
  return found
}
