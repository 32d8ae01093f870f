// What the radar shows for a contact: the words being typed before the contact's own, and of the
// incidents only those that are still open and that nobody has said it is not.
import type { Candidate, IncidentCard, SuggestionCard } from '../../../wire.ts'

/** As the server's radar: from here on it is put forward as the same happening. */
export const LIKELY_PM = 600

export interface Pointed {
  readonly candidates: readonly Candidate[]
  readonly ask_own_victim: boolean
}
export interface Shown {
  readonly candidate: Candidate
  readonly card: IncidentCard
  readonly likely: boolean
}

export function pointed(
  typed: Pointed | null,
  suggested: SuggestionCard | undefined,
  incidents: ReadonlyMap<string, IncidentCard>,
): { readonly shown: readonly Shown[]; readonly ask: boolean } {
  const from = typed ?? suggested?.duplicates ?? null
  const different = new Set(suggested?.different)
  const shown = (from?.candidates ?? []).flatMap((candidate) => {
    const card = open(incidents, candidate.incident_id)
    if (!card || different.has(candidate.incident_id)) return []
    return [{ candidate, card, likely: candidate.share_pm >= LIKELY_PM }]
  })
  return { shown: once(shown), ask: from?.ask_own_victim ?? false }
}

/** The incident the work goes on with: what was merged since is shown as that one. */
function open(
  incidents: ReadonlyMap<string, IncidentCard>,
  incident_id: string,
): IncidentCard | undefined {
  const card = incidents.get(incident_id)
  return card?.merged_into ? incidents.get(card.merged_into) : card
}

function once(shown: readonly Shown[]): Shown[] {
  const seen = new Set<string>()
  return shown.filter(({ card }) => {
    if (seen.has(card.incident_id)) return false
    seen.add(card.incident_id)
    return true
  })
}

/** An own victim's parent: a child has no children, so its parent's. */
export function parentOf(card: IncidentCard): string {
  return card.parent_id ?? card.incident_id
}

/** "120 m", "1,4 km". */
export function metres(distance_m: number, format: (value: number, decimals: number) => string) {
  if (distance_m < 1000) return `${format(Math.round(distance_m / 10) * 10, 0)} m`
  return `${format(distance_m / 1000, distance_m < 10_000 ? 1 : 0)} km`
}
