// What follows from what: no browser, no library in here.
import type { Party, Part } from './bridge.ts'
import { TAKER } from './bridge.ts'
import type { JoinAs, PhoneDoing, Role } from './shapes.ts'

export interface LegView {
  readonly id: string
  readonly role: Role
  readonly up: boolean
  readonly held: boolean
  readonly as: JoinAs | null
}

export interface TalkView {
  readonly ringing: boolean
  readonly taker_here: boolean
  readonly muted: boolean
  readonly listening: boolean // this page only listens in somebody else's conversation
  readonly legs: readonly LegView[]
}

/** Everybody of one conversation with their part in it. */
export function parties(talk: TalkView): readonly Party[] {
  const taken_over = talk.legs.some((leg) => leg.up && leg.as === 'take_over')
  const silent = talk.muted || talk.listening || taken_over
  const taker: Part = !talk.taker_here ? 'parked' : silent ? 'listens' : 'speaks'
  return [
    { id: TAKER, part: taker },
    ...talk.legs.filter((leg) => leg.up).map((leg) => ({ id: leg.id, part: partOf(leg) })),
  ]
}

function partOf(leg: LegView): Part {
  if (leg.held) return 'parked'
  return leg.as === 'listen' ? 'listens' : 'speaks'
}

/** The taker's ears are free of this page: only the mixing goes on. */
export function bridging(talk: TalkView): boolean {
  return !talk.ringing && !talk.taker_here
}

export function doing(talks: readonly TalkView[]): PhoneDoing {
  if (talks.some((talk) => !talk.ringing && talk.taker_here)) return 'talking'
  if (talks.some((talk) => talk.ringing)) return 'ringing'
  return talks.length ? 'bridging' : 'idle'
}

/**
 * What becomes of a conversation of which one leg ended and is gone: without its caller it is over,
 * unless the taker speaks with somebody he asked in: he tells them, and hangs up himself. A caller left alone by the party he was handed to comes back to a taker who is free, and is not
 * kept in silence by one who is not.
 */
export function afterLeg(
  talk: TalkView,
  { taker_free }: { readonly taker_free: boolean },
): 'go_on' | 'end' | 'come_back' {
  const up = talk.legs.filter((leg) => leg.up)
  if (!talk.legs.some((leg) => leg.role === 'caller')) {
    return talk.taker_here && up.some((leg) => leg.role === 'third') ? 'go_on' : 'end'
  }
  if (talk.taker_here || up.some((leg) => leg.role === 'third' || speaksFor(leg))) return 'go_on'
  return taker_free ? 'come_back' : 'end'
}

function speaksFor(leg: LegView): boolean {
  return leg.role === 'colleague' && leg.as !== 'listen'
}

/** Waits longer each time, never long: a telephone that is off helps nobody. */
export function retryWait_ms(attempt: number): number {
  return Math.min(10_000, 1_000 * 2 ** Math.min(attempt, 4))
}

/** How long before a password ends a new one is asked for. */
export function renewIn_ms(expires_at: string, now_ms: number): number {
  const left = Date.parse(expires_at) - now_ms
  return Number.isFinite(left) ? Math.max(5_000, left - Math.min(60_000, left / 3)) : 60_000
}
