// What rings, as data. Every source gives `Ring`s; order, silence and sound are decided here alone.
import type { Callee } from '../screens/call_taker/calls/callee.ts'
import type { Tone } from '../sound.ts'
import type { Instant, Priority } from '../wire.ts'

/** 0: people are in danger now · 1: somebody waits for help · 2: late · 3: to be seen. */
export type Urgency = 0 | 1 | 2 | 3

export interface RingAct {
  readonly label: string
  readonly main?: boolean
  readonly desk: string
  readonly name: string
  readonly body: Readonly<Record<string, unknown>>
  readonly opens?: boolean // and then shows what rings
}

export interface Ring {
  readonly id: string // of what it is about: its row and buttons stay through every reminder
  /** Another key is another ring: a reminder of the same thing sounds and is said anew. */
  readonly key: string
  readonly cause: string // stands in the page's `data-sounds`
  readonly tone: Tone
  readonly urgency: Urgency
  readonly priority?: Priority | undefined
  readonly words: string
  readonly detail?: string | undefined
  readonly number?: string | undefined // of the incident, for people
  readonly incident_id?: string | undefined
  readonly since_at: Instant
  readonly acts: readonly RingAct[]
  /** Hidden behind one more press, said by its label: acts that end something. */
  readonly ends?: { readonly label: string; readonly acts: readonly RingAct[] } | undefined
  readonly opens?: readonly string[] | undefined // address of the page where it is worked on
  readonly dialog?: 'offers' // … or the room's window
  readonly call?: Callee | undefined // whom to call about it
  readonly held?: boolean // in somebody's hands: listed, silent
  readonly hushable?: boolean // this desk alone may silence it, until it rings anew
  /** Two sources may speak of one thing: the more urgent is shown. */
  readonly topic?: string | undefined
}

/** Whether a person has to do something now. A public service (P4) never sounds. */
export function isLoud(ring: Ring, hushed: ReadonlySet<string>): boolean {
  return !ring.held && ring.priority !== 'P4' && !hushed.has(ring.key)
}

/** Loud before held, urgent before late, then by priority, then the oldest. One of each topic. */
export function inOrder(rings: Iterable<Ring>, hushed: ReadonlySet<string>): Ring[] {
  const rank = (ring: Ring) =>
    `${isLoud(ring, hushed) ? 0 : 1}${ring.urgency}${ring.priority ?? 'P1'}`
  const sorted = [...rings].sort(
    (one, other) =>
      compare(rank(one), rank(other)) ||
      Date.parse(one.since_at) - Date.parse(other.since_at) ||
      compare(one.key, other.key),
  )
  const topics = new Set<string>()
  return sorted.filter((ring) => {
    const first = ring.topic === undefined || !topics.has(ring.topic)
    if (ring.topic !== undefined) topics.add(ring.topic)
    return first
  })
}

/** Under somebody's pointer rows stay where they are; what is new is added behind them. */
export function steady(shown: readonly string[], wanted: readonly string[]): string[] {
  const known = new Set(shown)
  const there = new Set(wanted)
  return [...shown.filter((key) => there.has(key)), ...wanted.filter((key) => !known.has(key))]
}

export interface Sound {
  readonly causes: readonly string[]
  /** Each once: ten callers ring as one. A drill has its own for everything. */
  readonly tones: readonly Tone[]
}

export function soundOf(loud: readonly Ring[], drill: boolean): Sound {
  return {
    causes: [...new Set(loud.map((ring) => ring.cause))],
    tones: [...new Set(loud.map((ring): Tone => (drill ? 'drill' : ring.tone)))],
  }
}

/** What the key goes to: the most urgent it has not been to, and from the beginning after all. */
export function nextOf(loud: readonly Ring[], seen: ReadonlySet<string>): Ring | undefined {
  return loud.find((ring) => !seen.has(ring.key)) ?? loud[0]
}

/** What stands first: where the key went to, unless something more urgent came since. */
export function firstOf(
  loud: readonly Ring[],
  visited: string | null,
  seen: ReadonlySet<string>,
): Ring | undefined {
  const current = loud.find((ring) => ring.key === visited)
  if (!current) return loud[0]
  return loud.find((ring) => !seen.has(ring.key) && ring.urgency < current.urgency) ?? current
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0
}
