// In which order calls and call-backs are shown. Who is served next is decided by the desk; a list
// only says the same, and holds still under the pointer.
import type { CallBackCard, CallCard } from '../../../wire.ts'

const WAITING = new Set<CallCard['state']>(['waiting', 'ringing', 'overflowing'])

export function isWaiting(card: CallCard): boolean {
  return WAITING.has(card.state)
}

/** A digit, a voice or a knock of somebody who waits. */
export function hasSigned(card: CallCard): boolean {
  return card.signs.some((line) => !line.answered)
}

/** Who waits, in the order the desk serves: past the bound, then to the front, then likely-real. */
export function inTurn(cards: Iterable<CallCard>, now_ms: number, bound_s: number): CallCard[] {
  const waiting = [...cards].filter(isWaiting)
  const rank = (card: CallCard) => {
    if (now_ms - Date.parse(card.offered_at) >= bound_s * 1000) return 0
    return card.front || hasSigned(card) ? 1 : 2
  }
  // The instant from which a call counts as waiting: a head start sets it back.
  const since_ms = (card: CallCard) =>
    Date.parse(card.offered_at) - (rank(card) ? card.head_start_s * 1000 : 0)
  return waiting.sort((one, other) => rank(one) - rank(other) || since_ms(one) - since_ms(other))
}

export interface Still {
  readonly pointed: boolean // a pointer or the focus is on the list
  readonly held: string | null // the row being handled: keeps its place until another one is
}

/** The new order of ids, with what must not move where it was. */
export function steady(
  before: readonly string[],
  wanted: readonly string[],
  still: Still,
): readonly string[] {
  if (still.pointed) {
    const present = new Set(wanted)
    const stayed = before.filter((id) => present.has(id))
    const known = new Set(stayed)
    return [...stayed, ...wanted.filter((id) => !known.has(id))]
  }
  const at = still.held === null ? -1 : before.indexOf(still.held)
  if (at < 0 || still.held === null || !wanted.includes(still.held)) return wanted
  const others = wanted.filter((id) => id !== still.held)
  others.splice(Math.min(at, others.length), 0, still.held)
  return others
}

export interface CallBackGroup {
  readonly key: string
  readonly head: CallBackCard // the one to dial: the earliest due
  readonly count: number // calls of this number that wait to be called back
  readonly tried: number
  readonly signed: boolean
  readonly cards: readonly CallBackCard[]
}

/** One row for a number, however often it called; who made a sign first, then the earliest due. */
export function byNumber(cards: Iterable<CallBackCard>): CallBackGroup[] {
  const groups = new Map<string, CallBackCard[]>()
  for (const card of cards) {
    const key = card.subject ?? card.contact_id
    const same = groups.get(key)
    if (same) same.push(card)
    else groups.set(key, [card])
  }
  const rows = [...groups].flatMap(([key, same]) => {
    const sorted = same.sort((one, other) => order(one.due_at, other.due_at))
    const head = sorted[0]
    if (!head) return []
    const tried = sorted.reduce((sum, card) => sum + card.tried, 0)
    const signed = sorted.some((card) => card.signed)
    return [{ key, head, count: sorted.length, tried, signed, cards: sorted }]
  })
  return rows.sort(
    (one, other) =>
      Number(other.signed) - Number(one.signed) || order(one.head.due_at, other.head.due_at),
  )
}

function order(one: string, other: string): number {
  return Date.parse(one) - Date.parse(other)
}
