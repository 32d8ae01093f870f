// Ways to the place, by what a telephone has. Pure.
import type { Point } from '../../wire.ts'

export type RouteBy = 'phone' | 'google' | 'osm'
export const ROUTES: readonly RouteBy[] = ['google', 'phone', 'osm']

/** `name` is shown at the pin by the telephone's own map. Nothing about the case leaves with it. */
export function routeTo(point: Point, by: RouteBy, name = ''): string {
  const at = `${point.latitude},${point.longitude}`
  switch (by) {
    case 'phone':
      return `geo:${at}?q=${at}${name ? `(${encodeURIComponent(name)})` : ''}`
    case 'google':
      return `https://www.google.com/maps/dir/?api=1&travelmode=driving&destination=${encodeURIComponent(at)}`
    case 'osm':
      return `https://www.openstreetmap.org/directions?to=${encodeURIComponent(at)}`
  }
}
