// How often a unit's phone tells where it is: often on the way, seldom at rest, slower on a weak
// battery. Pure. The figures are our own choice: a dispatcher needs a moving unit to a few streets.
import type { Stage } from '../../wire.ts'

export interface Now {
  readonly stage: Stage | null // null: no job
  readonly on_duty: boolean
  readonly speed_ms: number | null
  readonly battery: number | null // 0 … 1; null: the browser does not say
  readonly charging: boolean
  readonly panic?: boolean // its crew calls for help
}

export interface Pace {
  readonly every_s: number // at most so often …
  readonly move_m: number // … and then only after so many metres
  readonly at_least_s: number // … or after this long, so that the age on the map stays short
  readonly weak: boolean
  /** The receiver stays on. Else it is asked when a position is due, and rests in between. */
  readonly follow: boolean
}

const DRIVING: readonly Stage[] = ['acknowledged', 'en_route', 'transporting']
export const WEAK = 0.15
const SLOW_MS = 1.5

/** Null: nothing is sent. */
export function paceFor(now: Now): Pace | null {
  if (!now.on_duty && now.stage === null && !now.panic) return null
  const weak = now.battery !== null && now.battery < WEAK && !now.charging
  const slower = weak ? 3 : 1
  const moving = (now.speed_ms ?? 0) > SLOW_MS
  const driving = now.stage !== null && DRIVING.includes(now.stage)
  const pace = (every_s: number, move_m: number, at_least_s: number): Pace => ({
    every_s: every_s * slower,
    move_m: move_m * slower,
    at_least_s: at_least_s * slower,
    weak,
    follow: now.panic || (now.stage !== null && (driving || moving)),
  })
  if (now.panic) return { ...pace(5, 10, 15), every_s: 5, move_m: 10, at_least_s: 15 }
  if (now.stage === null) return pace(60, 150, 180)
  if (driving || moving) return moving ? pace(9, 25, 20) : pace(9, 15, 30)
  return pace(20, 40, 60)
}

export function isDue(pace: Pace, since_s: number, moved_m: number): boolean {
  if (since_s >= pace.at_least_s) return true
  return since_s >= pace.every_s && moved_m >= pace.move_m
}
