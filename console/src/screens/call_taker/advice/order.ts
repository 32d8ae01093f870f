// In which order messages wait. How far one comes forward is the house's word (`ahead_pm` on the
// board of suggestions); here it is only counted together with how long each has waited.
import type { SuggestionCard } from '../../../wire.ts'

export interface Waits {
  readonly contact_id: string
  readonly since: string // of its first unanswered message
}

type Advice = ReadonlyMap<string, SuggestionCard>

const LIFE_PM = 1000 // above it: a life may be in danger now
const LONG_BOUNDS = 10

/**
 * In four groups, each oldest first: who has waited ten times the bound; who may be in danger of
 * life; who has waited the bound; the others by the instant from which they count as waiting, which
 * an emergency sets back and what seems a prank sets forward, by the bound at most.
 */
export function inTurn<Row extends Waits>(
  rows: Iterable<Row>,
  advice: Advice,
  now: { readonly at_ms: number; readonly bound_s: number },
): Row[] {
  const bound_ms = now.bound_s * 1000
  const ranked = [...rows].map((row) => {
    const since_ms = Date.parse(row.since)
    const waited_ms = now.at_ms - since_ms
    const ahead_pm = advice.get(row.contact_id)?.triage?.ahead_pm ?? 0
    const group = groupOf(waited_ms / bound_ms, ahead_pm)
    return { row, group, counts_ms: since_ms - (group ? 0 : ahead_pm * now.bound_s), since_ms }
  })
  ranked.sort(
    (one, other) =>
      other.group - one.group ||
      one.counts_ms - other.counts_ms ||
      one.since_ms - other.since_ms,
  )
  return ranked.map(({ row }) => row)
}

function groupOf(waitedBounds: number, ahead_pm: number): number {
  if (waitedBounds >= LONG_BOUNDS) return 3
  if (ahead_pm > LIFE_PM) return 2
  return waitedBounds >= 1 ? 1 : 0
}

export interface Still {
  readonly pointed: boolean // a pointer is on the list
  readonly held: string | null // the row being handled: it keeps its place until another one is
}

/** The new order of ids with what must not move where it was; new rows enter at their place. */
export function steady(
  before: readonly string[],
  wanted: readonly string[],
  still: Still,
): readonly string[] {
  const present = new Set(wanted)
  const stayed = before.filter((id) => present.has(id))
  if (still.pointed) return withNew(stayed, wanted)
  const at = still.held === null ? -1 : stayed.indexOf(still.held)
  if (at < 0 || still.held === null) return wanted
  const others = wanted.filter((id) => id !== still.held)
  others.splice(Math.min(at, others.length), 0, still.held)
  return others
}

function withNew(stayed: readonly string[], wanted: readonly string[]): readonly string[] {
  const known = new Set(stayed)
  const rank = new Map(wanted.map((id, index) => [id, index]))
  const rows = [...stayed]
  for (const id of wanted) {
    if (known.has(id)) continue
    const later = rows.findIndex((other) => (rank.get(other) ?? 0) > (rank.get(id) ?? 0))
    rows.splice(later < 0 ? rows.length : later, 0, id)
  }
  return rows
}
