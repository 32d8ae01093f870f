// What a phone said of patients and the server does not show yet, drawn over the card: whoever is
// written down without signal can be described at once, by the same forms. Pure.
import type { Instant, PatientLine, PatientsCard, VitalsLine } from '../../wire.ts'

/** A command on its way, as the phone keeps it. */
export interface Said {
  readonly id: string // its command's: a new patient is called by it (desks/patients/commands.py)
  readonly name: string
  readonly at: Instant
  readonly body: Readonly<Record<string, unknown>>
}

export type ShownLine = PatientLine & { readonly unsent?: boolean }
export type ShownCard = PatientsCard & { readonly patients: Readonly<Record<string, ShownLine>> }

export function withSaid(card: PatientsCard, said: readonly Said[]): ShownCard {
  const patients: Record<string, ShownLine> = { ...card.patients }
  for (const one of said) {
    if (one.name === 'register-patients') register(patients, one, card.units)
    const line = patients[String(one.body['patient_id'])]
    if (!line) continue
    patients[line.patient_id] = { ...line, ...change(line, one, card.units), unsent: true }
  }
  return { ...card, patients }
}

function register(patients: Record<string, ShownLine>, { id, at, body }: Said, units: PatientsCard['units']) {
  const last = Math.max(0, ...Object.values(patients).map((line) => line.ordinal))
  const given = body as Pick<PatientLine, 'colour' | 'dispatch_id' | 'identity'> & { count?: number }
  for (let n = 1; n <= (given.count ?? 1); n += 1) {
    const patient_id = n === 1 ? id : `${id}-${n}`
    if (patients[patient_id]) continue // the card has it already
    patients[patient_id] = {
      patient_id,
      ordinal: last + n,
      registered_at: at,
      changed_at: at,
      colour: given.colour ?? null,
      identity: given.identity ?? null,
      dispatch_id: given.dispatch_id ?? null,
      unit_id: units[given.dispatch_id ?? ''] ?? null,
      vitals: [],
      despite: [],
      declined: [],
      offload_late: false,
      filing_problem: '',
      signature: [],
      masked: false,
      unsent: true,
    }
  }
}

function change(line: PatientLine, said: Said, units: PatientsCard['units']): Partial<PatientLine> {
  const { at } = said
  const body = said.body as Partial<PatientLine> & { vitals?: VitalsLine['vitals'] }
  switch (said.name) {
    case 'sort-patient':
      return { colour: body.colour ?? null, colour_at: at }
    case 'describe-patient': {
      const { identity, condition, coverage } = { ...line, ...body }
      return { identity: identity ?? null, condition: condition ?? null, coverage: coverage ?? null }
    }
    case 'take-vitals': {
      if (line.vitals.some((taken) => Date.parse(taken.at) === Date.parse(at))) return {}
      return { vitals: [...line.vitals, { at, by: '', vitals: body.vitals ?? null, via: 'device' }] }
    }
    case 'give-to-crew':
      return { dispatch_id: body.dispatch_id ?? null, unit_id: units[body.dispatch_id ?? ''] ?? null }
    case 'choose-destination':
      return { hospital: body.hospital ?? null, pre_alert: null, arrived_at: null }
    case 'note-arrival':
      return { arrived_at: at }
    case 'hand-over':
      return { handed_over_at: line.handed_over_at ?? at, received_by: body.received_by ?? null }
    case 'end-patient':
      return { ending: body.ending ?? null, ended_at: at }
    case 'reopen-patient':
      return { ending: null, ended_at: null, handed_over_at: null, received_by: null }
    default:
      return {}
  }
}
