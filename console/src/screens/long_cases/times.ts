// Moments ahead, as people enter them: in so many minutes.
import { clock } from '../../clock.svelte.ts'
import { dateOf, isoDate, timeOfDay } from '../../format.ts'
import { place } from '../../session.svelte.ts'
import { settings } from '../../settings.svelte.ts'
import type { Instant } from '../../wire.ts'

export function inMinutes(minutes: number): Instant {
  return new Date(clock.now_ms + minutes * 60_000).toISOString()
}

/** The hour, with the day when it is not today. */
export function moment(at: Instant): string {
  const { zone, zone_name } = place().raw
  const time = `${timeOfDay(at, zone)} ${zone_name}`
  if (isoDate(at, zone) === isoDate(clock.now_ms, zone)) return time
  return `${dateOf(at, zone, settings.language)} ${time}`
}
