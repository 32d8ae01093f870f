// The proposal for the open incident: asked again when a unit or the incident changes.
import { getProposal } from '../../../api.ts'
import { clock } from '../../../clock.svelte.ts'
import { live } from '../../../live.svelte.ts'
import type { IncidentCard, Lane, ProposalGiven } from '../../../wire.ts'

const SETTLE_MS = 60
const EVERY_MS = 20_000 // positions move without a fact

/** What was last answered: other parts of the panel show some of it. */
class Here {
  given = $state.raw<ProposalGiven | null>(null)

  lane(incident_id: string): Lane | null {
    return this.given?.incident_id === incident_id ? this.given.lane : null
  }
}
export const here = new Here()

export class Asking {
  given = $state.raw<ProposalGiven | null>(null)

  constructor(card: () => IncidentCard) {
    const key = $derived.by(() => {
      const { incident_id, incident_type, priority, location, meeting, need } = card()
      const units = [...live.board('units').values()].map(
        (unit) => `${unit.unit_id}${unit.status}${unit.next ? 1 : 0}${unit.pre_alert ? 1 : 0}`,
      )
      const parts = [incident_type, priority, location?.point?.latitude, location?.point?.longitude]
      const tick = Math.floor(clock.now_ms / EVERY_MS)
      return [incident_id, ...parts, meeting?.at, need?.since_at, tick, ...units].join(' ')
    })
    $effect(() => {
      void key
      const id = card().incident_id
      let wanted = true
      const timer = setTimeout(async () => {
        const given = await getProposal(id)
        if (wanted && given) this.given = here.given = given
      }, SETTLE_MS)
      return () => {
        wanted = false
        clearTimeout(timer)
      }
    })
  }
}
