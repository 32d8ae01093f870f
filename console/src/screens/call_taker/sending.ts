// Which units could go, nearest useful ones first. A sort order for the eye: who may go and who
// must be asked is the server's to say.
import { live } from '../../live.svelte.ts'
import { distance_m } from '../../geometry.ts'
import { place } from '../../session.svelte.ts'
import type { Authority, IncidentCard, UnitCard } from '../../wire.ts'
import { unitPoint } from './room.svelte.ts'

export interface Candidate {
  readonly unit: string
  readonly card: UnitCard | undefined
  readonly authority: Authority
  readonly useful: boolean // has a capability the type asks for
  readonly free: boolean
  readonly line_m: number | null // straight line
}

export function candidates(incident: IncidentCard): Candidate[] {
  const wanted = place().type(incident.incident_type)?.capabilities ?? []
  const target = incident.location?.point
  const all = place().raw.units.map((unit): Candidate => {
    const card = live.board('units').get(unit.id)
    const from = unitPoint(unit.id)
    return {
      unit: unit.id,
      card,
      authority: place().agency(unit.agency)?.authority ?? 'request',
      useful: unit.capabilities.some((capability) => wanted.includes(capability)),
      free: card?.status === 'available',
      line_m: from && target ? distance_m(from.point, target) : null,
    }
  })
  return all.sort((one, other) => rank(one) - rank(other) || near(one) - near(other))
}

/** Free, useful, and ours to send. */
export function proposal(incident: IncidentCard): Candidate | null {
  const found = candidates(incident).find((one) => one.free && one.useful)
  return found?.authority === 'own' ? found : null
}

function rank(one: Candidate): number {
  return (one.free ? 0 : 4) + (one.useful ? 0 : 2) + (one.authority === 'own' ? 0 : 1)
}

function near(one: Candidate): number {
  return one.line_m ?? Number.MAX_VALUE
}
