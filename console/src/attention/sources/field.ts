// What rings of those out there: a crew in danger, a hospital that does not answer.
import { coordinates, timeOfDay } from '../../format.ts'
import { live } from '../../live.svelte.ts'
import { t as hospitalWords } from '../../parts/hospital/words.ts'
import { isOver } from '../../parts/patient/colours.ts'
import { personName } from '../../people.svelte.ts'
import { t as fieldWords } from '../../screens/call_taker/field/words.ts'
import { place } from '../../session.svelte.ts'
import type { CrewCard, PatientLine, PatientsCard, UnitPanic } from '../../wire.ts'
import type { Ring } from '../model.ts'

const ENDS = ['panic.safe', 'panic.false', 'panic.helped'] as const
const LATE_MS = 60_000

/** Silent once answered, listed until somebody says how it ended. */
export function panics(): Ring[] {
  return [...live.board('crews').values()].flatMap((card) => (card.panic ? [ofPanic(card, card.panic)] : []))
}

function ofPanic({ unit_id }: CrewCard, panic: UnitPanic): Ring {
  const incident = live.board('open-incidents').get(panic.incident_id ?? '')
  const answer = { desk: 'crews', name: 'answer-panic' }
  return {
    id: `panic/${unit_id}`,
    key: `panic/${unit_id}/${panic.raised_at}/${panic.times_due}/${panic.withdrawn_at ?? ''}`,
    cause: 'panic',
    tone: 'panic',
    urgency: 0,
    words: fieldWords('panic.title', { unit: place().callSign(unit_id) }),
    detail: panicDetail(unit_id, panic),
    number: incident?.number,
    incident_id: panic.incident_id ?? undefined,
    since_at: panic.raised_at,
    acts: panic.rings
      ? [{ ...answer, label: fieldWords('panic.answer'), main: true, body: { unit_id } }]
      : [],
    ends: panic.rings
      ? undefined
      : {
          label: `${fieldWords('panic.end')}…`,
          acts: ENDS.map((end) => ({
            ...answer,
            label: fieldWords(end),
            body: { unit_id, outcome: fieldWords(end) },
          })),
        },
    held: !panic.rings,
    topic: `panic/${unit_id}`,
  }
}

function panicDetail(unit_id: string, panic: UnitPanic): string {
  const time = (at: string) => timeOfDay(at, place().raw.zone, true)
  const late = Date.parse(panic.recorded_at) - Date.parse(panic.raised_at) > LATE_MS
  return [
    fieldWords('panic.raised', { time: time(panic.raised_at), by: personName(panic.by) }),
    whereabouts(unit_id, panic),
    late && fieldWords('panic.late', { time: time(panic.recorded_at) }),
    panic.withdrawn_at && fieldWords('panic.mistake', { time: time(panic.withdrawn_at) }),
    panic.times_due > 0 && fieldWords('panic.again', { count: panic.times_due }),
    panic.answered_at &&
      fieldWords('panic.answered', {
        by: personName(panic.answered_by),
        time: time(panic.answered_at),
      }),
  ]
    .filter(Boolean)
    .join(' · ')
}

function whereabouts(unit_id: string, { location }: UnitPanic): string {
  if (location?.point) {
    const area = place().areaName(location.area)
    return [area, coordinates(location.point)].filter(Boolean).join(', ')
  }
  const seen = live.positions.get(unit_id)?.value
  return seen ? coordinates(seen) : fieldWords('panic.no_place')
}

/** What a hospital did not answer, asked to divert, or leaves standing at its door. */
export function patients(): Ring[] {
  const found: Ring[] = []
  for (const card of live.board('patients').values()) {
    for (const line of Object.values(card.patients)) {
      if (isOver(line)) continue
      if (line.pre_alert?.rings) {
        found.push(ofPatient(card, line, line.pre_alert.accepted === false ? 'declined' : 'overdue'))
      } else if (line.offload_late) found.push(ofPatient(card, line, 'offload'))
    }
  }
  return found
}

function ofPatient(
  card: PatientsCard,
  line: PatientLine,
  why: 'overdue' | 'declined' | 'offload',
): Ring {
  const hospital = place().hospital(line.hospital)
  const own = {
    incident_id: card.incident_id,
    patient_id: line.patient_id,
    pre_alert_id: line.pre_alert?.pre_alert_id,
  }
  const of = { desk: 'patients', body: own }
  const take = { ...of, name: 'take-up-pre-alert', opens: true, main: true, label: hospitalWords('rings.take') }
  const accept = {
    ...of,
    name: 'accept-patient',
    label: hospitalWords('rings.accept'),
    body: { ...own, via: 'phone' },
  }
  const offload = why === 'offload'
  return {
    id: `pre-alert/${line.patient_id}`,
    key: `pre-alert/${line.patient_id}/${line.pre_alert?.pre_alert_id ?? ''}/${why}`,
    cause: 'pre-alert',
    tone: 'overdue',
    urgency: offload ? 2 : 1,
    words: hospitalWords(`rings.${why}`, {
      hospital: hospital?.name ?? '',
      n: line.ordinal,
      reason: line.pre_alert?.reason ?? '',
    }),
    number: card.incident_number,
    incident_id: card.incident_id,
    since_at: (offload ? line.offload_by_at : line.pre_alert?.sent_at) ?? line.changed_at,
    acts: offload ? [] : why === 'overdue' ? [take, accept] : [take],
    call: hospital?.phone
      ? { to: 'hospital', id: hospital.id, number: hospital.phone, incident: card.incident_id }
      : undefined,
    hushable: offload,
    topic: line.pre_alert ? `pre_alert/${line.pre_alert.pre_alert_id}` : undefined,
  }
}
