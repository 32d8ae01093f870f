import { distance_m } from '../../geometry.ts'
import type { Hospital, Point, Stage, Unit } from '../../wire.ts'
import { laterStages, STAGES } from '../call_taker/stages.ts'

export type Said = Exclude<Stage, 'assigned' | 'notified'> // what a crew says

const CARRIES_PATIENTS = 'patient-transport' // capability of the place data

/** What to offer at the thumb: the usual next step, and a second one where the road forks. */
export function nextSteps(stage: Stage, unit: Unit | undefined): readonly Said[] {
  const [next] = legalSteps(stage)
  if (stage !== 'first_action') return next ? [next] : []
  return unit?.capabilities.includes(CARRIES_PATIENTS) ? ['transporting', 'clear'] : ['clear']
}

export function legalSteps(stage: Stage): readonly Said[] {
  return laterStages(stage).filter((one): one is Said => one !== 'assigned')
}

/** A crew can decline until it is there (siaga/desks/dispatch/decide.py). */
export function canDecline(stage: Stage): boolean {
  return STAGES.indexOf(stage) < STAGES.indexOf('on_scene')
}

export interface Passed {
  readonly stage: Stage
  readonly at: string | null // null: skipped
  readonly waiting: boolean
}

/** The chain so far, with what still waits for signal. */
export function passed(
  times: Readonly<Partial<Record<Stage, string>>>,
  ahead: Readonly<Partial<Record<Stage, string>>>,
): Passed[] {
  const reached = STAGES.filter((stage) => times[stage] ?? ahead[stage])
  const last = STAGES.indexOf(reached.at(-1) ?? 'assigned')
  return STAGES.slice(0, last + 1)
    .filter((stage) => stage !== 'notified' || times.notified)
    .map((stage) => ({
      stage,
      at: times[stage] ?? ahead[stage] ?? null,
      waiting: !times[stage] && Boolean(ahead[stage]),
    }))
}

/** Nearest first where the incident's point is known. */
export function hospitalsFrom(
  hospitals: readonly Hospital[],
  point: Point | null | undefined,
): readonly { readonly hospital: Hospital; readonly far_m: number | null }[] {
  if (!point) return hospitals.map((hospital) => ({ hospital, far_m: null }))
  return hospitals
    .map((hospital) => ({ hospital, far_m: distance_m(point, hospital.position) }))
    .sort((one, other) => one.far_m - other.far_m)
}
