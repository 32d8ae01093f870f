// Distances and circles on the ground, good for a city.
import type { Point } from './wire.ts'

const EARTH_M = 6_371_009
const RADIANS = Math.PI / 180

/** Metres along a straight line: no road is that short. */
export function distance_m(from: Point, to: Point): number {
  const half_latitude = ((to.latitude - from.latitude) * RADIANS) / 2
  const half_longitude = ((to.longitude - from.longitude) * RADIANS) / 2
  const chord =
    Math.sin(half_latitude) ** 2 +
    Math.cos(from.latitude * RADIANS) *
      Math.cos(to.latitude * RADIANS) *
      Math.sin(half_longitude) ** 2
  return 2 * EARTH_M * Math.asin(Math.min(1, Math.sqrt(chord)))
}

/** The ring of a circle as [longitude, latitude] pairs, closed. */
export function ring(center: Point, radius_m: number, corners = 40): [number, number][] {
  const up = radius_m / EARTH_M / RADIANS
  const across = up / Math.cos(center.latitude * RADIANS)
  return Array.from({ length: corners + 1 }, (_, corner) => {
    const angle = (2 * Math.PI * corner) / corners
    return [
      center.longitude + across * Math.cos(angle),
      center.latitude + up * Math.sin(angle),
    ] as [number, number]
  })
}
