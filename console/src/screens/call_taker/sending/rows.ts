// The list of units for one incident: the server's proposal, held against what the board says now.
import { live } from '../../../live.svelte.ts'
import { place } from '../../../session.svelte.ts'
import type { Authority, IncidentCard, ProposalGiven, Ranked, UnitReason } from '../../../wire.ts'
import { candidates } from '../sending.ts'

export interface Row {
  readonly unit: string
  readonly authority: Authority
  readonly useful: boolean
  readonly free: boolean
  readonly eta_s: number | null
  readonly line_m: number | null
  readonly rank: number | null // 1 = the first proposed
  readonly last: boolean // the last free one of its fleet
  readonly reasons: readonly UnitReason[]
}

/** Proposed ones in order, then the others that could go. Until the server has answered, and when
 * it cannot be reached, what the boards and straight lines say. */
export function rows(card: IncidentCard, given: ProposalGiven | null): Row[] {
  if (given?.incident_id !== card.incident_id) {
    return candidates(card)
      .filter((one) => one.free)
      .map((one) => ({ ...one, eta_s: null, rank: null, last: false, reasons: [] }))
  }
  const chosen = given.chosen.filter(isFree).map((one, index) => row(one, index + 1))
  return [...chosen, ...given.others.filter(isFree).map((one) => row(one, null))]
}

/** Busy or not ready: what could be taken from another job, and why the rest cannot go. */
export function others(card: IncidentCard, given: ProposalGiven | null): Row[] {
  if (given?.incident_id !== card.incident_id) return []
  return [...given.chosen, ...given.others]
    .filter((one) => !isFree(one) && !card.dispatches[dispatchOf(one.unit_id) ?? ''])
    .map((one) => row(one, null))
}

/** What F8 sends: the first proposed, if it is ours to send; before the server has said one, the
 * first that is free and useful. */
export function first(list: readonly Row[]): Row | null {
  const ranked = list.some((one) => one.rank !== null || one.reasons.length > 0)
  const found = list.find((one) => (ranked ? one.rank !== null : one.useful))
  return found?.authority === 'own' ? found : null
}

function isFree(one: Ranked): boolean {
  return live.board('units').get(one.unit_id)?.status === 'available'
}

function dispatchOf(unit: string): string | null | undefined {
  return live.board('units').get(unit)?.dispatch_id
}

function row(one: Ranked, rank: number | null): Row {
  return {
    unit: one.unit_id,
    authority: place().agencyOf(one.unit_id)?.authority ?? one.authority,
    useful: !one.reasons.some((reason) => reason.why === 'cannot'),
    free: isFree(one),
    eta_s: one.travel_s ?? null,
    line_m: one.distance_m ?? null,
    rank,
    last: one.reasons.some((reason) => reason.why === 'last_unit'),
    reasons: one.reasons,
  }
}
