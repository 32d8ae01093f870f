// Whether a neighbour has taken a caller by name, and writing it down: with the incident where
// there is one, else with the caller himself.
import { SvelteMap } from 'svelte/reactivity'
import type { Act } from '../../../acts.svelte.ts'
import { live } from '../../../live.svelte.ts'

interface Caller {
  readonly contact_id: string
  readonly incident_id: string | null
}

const outside = new SvelteMap<string, string>() // contact and neighbour → who over there took him

/** Who over there has taken it; null while nobody has. */
export function takenBy(
  neighbour: string,
  contact_id: string,
  incident_id: string | null,
): string | null {
  if (!incident_id) return outside.get(`${contact_id} ${neighbour}`) ?? null
  const card = live.board('handovers').get(incident_id)
  return card?.neighbour === neighbour && card.state === 'accepted' ? (card.by_name ?? '') : null
}

export async function takesByName(
  act: Act,
  neighbour: string,
  { contact_id, incident_id, by_name }: Caller & { readonly by_name: string },
): Promise<boolean> {
  const said = { by_name, via: 'phone' }
  if (!incident_id) {
    if (!(await act.run('neighbours', 'hand-contact-over', { contact_id, neighbour, ...said }))) {
      return false
    }
    outside.set(`${contact_id} ${neighbour}`, by_name)
    return true
  }
  const open = live.board('handovers').get(incident_id)
  const known = open?.neighbour === neighbour && open.state === 'open' ? open.handover_id : null
  const handover_id =
    known ?? (await act.run('neighbours', 'offer-handover', { incident_id, neighbour }))?.id
  if (!handover_id) return false
  return Boolean(await act.run('neighbours', 'record-acceptance', { handover_id, ...said }))
}
