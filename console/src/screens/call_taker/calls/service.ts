// The promise to answer, from the hours of the board: counted here only by adding up.
import type { ServiceHour } from '../../../wire.ts'

export interface Promised {
  readonly within_s: number
  readonly goal: number // share promised, 0 … 1
  readonly share: number | null // share kept; null while nothing was answered
}

export interface Service {
  readonly offered: number
  readonly answered: number
  readonly unanswered: number
  readonly promised: readonly Promised[]
}

const HOUR_MS = 3_600_000

/** The hours that reach into the last `hours` of time, the oldest first. */
export function lastHours(
  cards: Iterable<ServiceHour>,
  now_ms: number,
  hours: number,
): ServiceHour[] {
  const since_ms = Math.floor(now_ms / HOUR_MS) * HOUR_MS - (hours - 1) * HOUR_MS
  const at_ms = (card: ServiceHour) => Date.parse(card.hour_at)
  return [...cards]
    .filter((card) => at_ms(card) >= since_ms && at_ms(card) <= now_ms)
    .sort((one, other) => at_ms(one) - at_ms(other))
}

/** Answered within `within_s`: each call stands once, under the first bound it kept. */
export function answeredWithin(card: ServiceHour, within_s: number): number {
  return Object.entries(card.waits).reduce(
    (sum, [bucket, count]) => (Number(bucket) <= within_s ? sum + count : sum),
    0,
  )
}

/** `answer_s`: seconds and percent, as the place promises. Unanswered calls are counted apart. */
export function service(
  cards: readonly ServiceHour[],
  answer_s: readonly (readonly [number, number])[],
): Service {
  const sum = (of: (card: ServiceHour) => number) =>
    cards.reduce((total, card) => total + of(card), 0)
  const answered = sum((card) => card.answered)
  return {
    offered: sum((card) => card.offered),
    answered,
    unanswered: sum((card) => card.unanswered),
    promised: answer_s.map(([within_s, percent]) => ({
      within_s,
      goal: percent / 100,
      share: answered ? sum((card) => answeredWithin(card, within_s)) / answered : null,
    })),
  }
}
