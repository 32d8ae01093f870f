// What the form of a contact would become if nothing more were typed: what a person filled in, then
// what is suggested, then what the type brings along.
import type { Draft } from '../../../drafts.svelte.ts'
import { place } from '../../../session.svelte.ts'
import type { Location, LocationGiven, Priority, TriageGiven } from '../../../wire.ts'
import { locationOf } from '../case_draft.ts'

export interface Proposal {
  readonly type: string // '' while it cannot be told
  readonly priority: Priority | undefined
  readonly area: string // kelurahan named in the words, '' when another place is known
}

export function proposalOf(
  draft: Draft,
  guess: TriageGiven | null,
  claim: Location | null,
): Proposal {
  const type = draft.get('type') || guess?.incident_type || ''
  const area = locationOf(draft) || claim ? '' : (guess?.areas[0] ?? '')
  return { type, priority: priorityFor(draft, guess, type), area }
}

/** Of a type that a person chose instead, the suggested priority says nothing. */
function priorityFor(
  draft: Draft,
  guess: TriageGiven | null,
  type: string,
): Priority | undefined {
  const chosen = draft.get('priority') as Priority | ''
  if (chosen) return chosen
  if (guess && (guess.incident_type ?? '') === type) return guess.priority
  return place().type(type)?.priority
}

export function areaGiven(code: string): LocationGiven {
  return { source: 'area', area: code }
}
