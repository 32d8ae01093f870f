import { isOver } from '../../parts/patient/colours.ts'
import { place } from '../../session.svelte.ts'
import type { HospitalCard, PatientLine, PatientsCard, TakenLine } from '../../wire.ts'

/** One patient on the way to this hospital, or at its door. */
export interface Coming {
  readonly card: PatientsCard
  readonly line: PatientLine
}

const UNSIGNED_FOR_MS = 12 * 3_600_000

/** Those bound for it, the next to arrive first; whoever is at the door stands before them. */
export function incoming(
  cards: readonly PatientsCard[],
  hospital: string,
  now_ms: number,
): Coming[] {
  return cards
    .flatMap((card) => Object.values(card.patients).map((line) => ({ card, line })))
    .filter(({ line }) => line.hospital === hospital && !line.ended_at)
    .filter(({ line }) => !isOver(line) || isUnsigned(line, now_ms))
    .sort((one, other) => due(one.line).localeCompare(due(other.line)))
}

/** The crew said "handed over" before anybody here signed: shown until somebody does. */
function isUnsigned(line: PatientLine, now_ms: number): boolean {
  if (!line.handed_over_at || line.received_by) return false
  return now_ms - Date.parse(line.handed_over_at) < UNSIGNED_FOR_MS
}

function due(line: PatientLine): string {
  if (line.handed_over_at) return `2${line.handed_over_at}`
  if (line.arrived_at) return `0${line.arrived_at}`
  return `1${line.pre_alert?.eta_at ?? '9'}`
}

/** Nobody here has answered yet: it sounds. */
export function isWaiting({ line }: Coming): boolean {
  return line.pre_alert != null && line.pre_alert.accepted == null && !line.arrived_at && !isOver(line)
}

export function lateOf({ line }: Coming, now_ms: number): boolean {
  if (!line.arrived_at || isOver(line)) return false
  return line.offload_late || Date.parse(line.offload_by_at ?? line.arrived_at) < now_ms
}

export function matches({ card, line }: Coming, typed: string): boolean {
  const wanted = typed.trim().toLowerCase()
  if (!wanted) return true
  const words = [
    card.incident_number, line.identity?.name, line.identity?.phone, line.identity?.nik,
    line.condition?.complaint,
  ]
  return words.filter(Boolean).join(' ').toLowerCase().includes(wanted)
}

const GONE_FOR_MS = 30 * 60_000

/** Announced, and then not coming: a team stands ready for nobody. */
export function notComing(card: HospitalCard | undefined, now_ms: number): TakenLine[] {
  return (card?.recent ?? []).filter(
    (one) =>
      one.told_at && one.withdrawn_at && !one.arrived_at &&
      now_ms - Date.parse(one.withdrawn_at) < GONE_FOR_MS,
  )
}

export const keyOf = (one: TakenLine): string => `${one.patient_id}/${one.withdrawn_at}`

/** "AMB-1 · Kecelakaan dengan korban luka": no names. */
export function whoOf(one: TakenLine): string {
  const unit = one.unit_id ? place().callSign(one.unit_id) : ''
  const kind = one.incident_type ? place().typeName(one.incident_type) : ''
  return [unit, kind].filter(Boolean).join(' · ')
}

/** Red is 0; unsorted counts as yellow, so that a first "red" is news and a first "green" is not. */
export function rankOf(line: PatientLine): number {
  return line.colour ? { immediate: 0, delayed: 1, minor: 2, deceased: 3 }[line.colour] : 1
}
