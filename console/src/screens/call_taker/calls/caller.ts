// What the boards know of a caller: earlier contacts of the number, and what is open near by.
import { distance_m } from '../../../geometry.ts'
import { live } from '../../../live.svelte.ts'
import { place } from '../../../session.svelte.ts'
import type { CallBackCard, CallCard, IncidentCard, Location, QueueCard } from '../../../wire.ts'

const SHOWN = 4

export interface Caller {
  readonly contact_id: string
  readonly subject?: string | null
  readonly number?: string | null
  readonly location?: Location | null
}

/** Earlier contacts of this number that are still on a board, the newest first. */
export function history(caller: Caller): QueueCard[] {
  const { number, contact_id } = caller
  if (!number) return []
  return [...live.board('queue').values()]
    .filter((card) => card.number === number && card.contact_id !== contact_id)
    .sort((one, other) => (one.opened_at < other.opened_at ? 1 : -1))
    .slice(0, SHOWN)
}

/** Calls of this number that wait to be called back. */
export function owed(caller: Caller): CallBackCard[] {
  if (!caller.subject) return []
  return [...live.board('call-backs').values()].filter(
    (card) => card.subject === caller.subject && card.contact_id !== caller.contact_id,
  )
}

export interface Near {
  readonly incident: IncidentCard
  readonly metres: number | null
}

export interface Around {
  readonly placed: boolean // the caller's place is known
  readonly found: readonly Near[]
}

/** Open incidents around the caller, the nearest first; without a place, the newest. */
export function near(caller: Caller): Around {
  const open = [...live.board('open-incidents').values()]
  const point = caller.location?.point
  if (point) {
    const found = open
      .flatMap((incident) => {
        const at = incident.location?.point
        return at ? [{ incident, metres: Math.round(distance_m(point, at)) }] : []
      })
      .filter(({ metres }) => metres <= place().raw.lines.near_m)
      .sort((one, other) => one.metres - other.metres)
    return { placed: true, found: found.slice(0, SHOWN) }
  }
  const area = caller.location?.area
  const here = area ? open.filter((incident) => incident.location?.area === area) : open
  const newest = here.sort((one, other) => (one.opened_at < other.opened_at ? 1 : -1))
  return {
    placed: Boolean(area),
    found: newest.slice(0, SHOWN).map((incident) => ({ incident, metres: null })),
  }
}

/** The name of a place the network sent with the call, or "". */
export function callerPlace(location: Location | null | undefined): string {
  if (!location) return ''
  return [location.point?.address, place().areaName(location.area)].filter(Boolean).join(', ')
}

/** The call card of a contact while its call goes on, else nothing. */
export function callOf(contact_id: string): CallCard | null {
  return live.board('calls').get(contact_id) ?? null
}
