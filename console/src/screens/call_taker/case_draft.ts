// The fields of a case being written down: texts in the draft, values in the command.
import { readCoordinates } from '../../format.ts'
import type { Draft } from '../../drafts.svelte.ts'
import type { Location, LocationGiven, LocationSource, Point, Priority } from '../../wire.ts'

export const PIN_ACCURACY_M = 30

/** Null when nothing says where it is; an address alone is no location (it goes to the note). */
export function locationOf(draft: Draft): LocationGiven | null {
  const point = readCoordinates(draft.get('coordinates'))
  const area = draft.get('area')
  if (!point && !area) return null
  const address = draft.get('address').trim()
  const accuracy_m = Number(draft.get('accuracy_m'))
  return {
    source: point ? ((draft.get('source') || 'pin') as LocationSource) : 'area',
    ...(point && { latitude: point.latitude, longitude: point.longitude }),
    ...(point && accuracy_m > 0 && { accuracy_m }),
    ...(area && { area }),
    ...(address && { address }),
  }
}

export function setPoint(draft: Draft, point: Point, source: LocationSource, accuracy_m: number) {
  draft.setAll({
    coordinates: `${point.latitude.toFixed(6)}, ${point.longitude.toFixed(6)}`,
    source,
    accuracy_m: String(accuracy_m),
  })
}

/** What the reporter's own device or message said becomes the guess. */
export function setClaim(draft: Draft, claim: Location) {
  if (claim.point) setPoint(draft, claim.point, claim.source, claim.accuracy_m ?? 0)
  if (claim.point?.address && !draft.get('address')) draft.set('address', claim.point.address)
  if (claim.area) draft.set('area', claim.area)
}

export function noteOf(
  draft: Draft,
  words: { readonly who: string; readonly where: string },
): string {
  const address = locationOf(draft) ? '' : draft.get('address').trim()
  const who = draft.get('who').trim()
  return [
    who && `${words.who}: ${who}`,
    address && `${words.where}: ${address}`,
    draft.get('note').trim(),
  ]
    .filter(Boolean)
    .join('\n')
}

export function priorityOf(draft: Draft, proposed: Priority | undefined): Priority | undefined {
  return (draft.get('priority') || proposed) as Priority | undefined
}
