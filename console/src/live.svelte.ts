// What the stream says, as reactive maps: one SvelteMap of cards per board, one per kind of signal.
import { untrack } from 'svelte'
import { SvelteMap } from 'svelte/reactivity'
import { BoardStream, type StreamState } from './board.ts'
import { clock } from './clock.svelte.ts'
import type {
  BoardName,
  CallerSignal,
  Cards,
  DraftSignal,
  LampSignal,
  PhoneSignal,
  PositionSignal,
  PresenceSignal,
  Signal,
  StoryLine,
} from './wire.ts'

export interface Timed<Value> {
  readonly value: Value
  readonly at_ms: number
}

const BOARDS: readonly BoardName[] = [
  'queue',
  'links',
  'alerts',
  'alert-ways',
  'alert-devices',
  'suggestions',
  'open-incidents',
  'units',
  'referrals',
  'guides',
  'guide-cards',
  'victims',
  'accounts',
  'persons',
  'long-cases',
  'shelters',
  'water',
  'situation',
  'statistics',
  'calls',
  'takers',
  'call-backs',
  'announcements',
  'restrictions',
  'service-level',
  'message-costs',
  'patients',
  'hospitals',
  'crews',
  'field',
  'passes',
  'handovers',
  'offers',
  'border-notes',
  'systems',
  'machine-keys',
]

class Live {
  state = $state.raw<StreamState>({
    phase: 'connecting',
    lost_since_ms: null,
    retry_at_ms: null,
  })
  /** Every board came once: until then an empty one says nothing. */
  whole = $state(false)
  /** The session ended or its rights changed: the shell goes back to sign-in. */
  rights_ended = $state(false)
  readonly positions = new SvelteMap<string, Timed<PositionSignal>>()
  readonly callers = new SvelteMap<string, Timed<CallerSignal>>()
  /** Callers' telephones as the crews of their incident see them; keys begin with the incident. */
  readonly reporters = new SvelteMap<string, Timed<CallerSignal>>()
  readonly presence = new SvelteMap<string, Timed<PresenceSignal>>()
  readonly phones = new SvelteMap<string, Timed<PhoneSignal>>()
  readonly lamps = new SvelteMap<string, Timed<LampSignal>>()
  // Made before anything reads them: a reaction does not hear of state that it made itself.
  readonly #boards = new Map<string, SvelteMap<string, unknown>>(
    BOARDS.map((name) => [name, new SvelteMap()]),
  )
  readonly #stale = new Map<string, Set<string>>()
  readonly #draftListeners = new Set<(draft: string, fields: DraftSignal) => void>()
  #stream: BoardStream | null = null

  /** The cards of a board by key, empty while nobody follows it. */
  board<Name extends BoardName>(name: Name): SvelteMap<string, Cards[Name]> {
    return this.#cards(name) as SvelteMap<string, Cards[Name]>
  }

  /** Cards kept from before, for a page without network: what the stream says replaces them. */
  seed<Name extends BoardName>(name: Name, cards: readonly (readonly [string, Cards[Name]])[]): void {
    const board = this.board(name)
    for (const [key, card] of cards) if (!board.has(key)) board.set(key, card)
  }

  /** Lines of the story by position; take it when the component is made, not in a derived. */
  story(incident: string): SvelteMap<string, StoryLine> {
    return this.#cards(`incident-story/${incident}`) as SvelteMap<string, StoryLine>
  }

  start(boards: readonly BoardName[]): void {
    this.rights_ended = false
    this.#stream ??= new BoardStream({
      change: (board, key, card) => this.#change(board, key, card),
      reset: (board) => this.#reset(board),
      current: () => {
        this.whole = true
        this.#sweep()
      },
      rightsEnded: () => {
        this.rights_ended = true
      },
      signal: (signal) => this.#signal(signal),
      state: (state) => {
        this.state = state
      },
      clock: (offset_ms) => clock.correct(offset_ms),
    })
    const stream = this.#stream
    // Starting reads the cards there are: whoever starts must not run again when they change.
    untrack(() => stream.start(boards))
  }

  /** Ends the stream and forgets everything it said. */
  stop(): void {
    this.#stream?.stop()
    this.#stream = null
    this.whole = false
    for (const cards of this.#boards.values()) cards.clear()
    this.positions.clear()
    this.callers.clear()
    this.reporters.clear()
    this.presence.clear()
    this.phones.clear()
    this.lamps.clear()
  }

  /** Follows one more board until the returned function is called. */
  follow(board: string): () => void {
    untrack(() => this.#stream?.follow(board))
    return () => {
      this.#stream?.unfollow(board)
      this.#boards.get(board)?.clear()
    }
  }

  written(position: number): Promise<boolean> {
    return this.#stream?.written(position) ?? Promise.resolve(false)
  }

  retryNow(): void {
    this.#stream?.retryNow()
  }

  onDraft(listener: (draft: string, fields: DraftSignal) => void): () => void {
    this.#draftListeners.add(listener)
    return () => this.#draftListeners.delete(listener)
  }

  #cards(board: string): SvelteMap<string, unknown> {
    let cards = this.#boards.get(board)
    if (!cards) {
      cards = new SvelteMap()
      this.#boards.set(board, cards)
    }
    return cards
  }

  #change(board: string, key: string, card: unknown): void {
    this.#stale.get(board)?.delete(key)
    if (card === null) this.#cards(board).delete(key)
    else this.#cards(board).set(key, card)
  }

  /** The old picture stays until the new one is whole: an open form must not vanish and return. */
  #reset(board: string | null): void {
    for (const name of board === null ? this.#boards.keys() : [board]) {
      this.#stale.set(name, new Set(this.#cards(name).keys()))
    }
  }

  #sweep(): void {
    for (const [board, keys] of this.#stale) {
      for (const key of keys) this.#cards(board).delete(key)
    }
    this.#stale.clear()
  }

  #signal(signal: Signal): void {
    const at_ms = Date.parse(signal.at)
    switch (signal.kind) {
      case 'position':
        keep(this.positions, signal.key, signal.value as PositionSignal | null, at_ms)
        return
      case 'citizen_position':
        keep(this.callers, signal.key, signal.value as CallerSignal | null, at_ms)
        return
      case 'caller_position':
        keep(this.reporters, signal.key, signal.value as CallerSignal | null, at_ms)
        return
      case 'presence':
        keep(this.presence, signal.key, signal.value as PresenceSignal | null, at_ms)
        return
      case 'phone':
        keep(this.phones, signal.key, signal.value as PhoneSignal | null, at_ms)
        return
      case 'lamp':
        keep(this.lamps, signal.key, signal.value as LampSignal | null, at_ms)
        return
      case 'draft':
        for (const hear of this.#draftListeners) {
          hear(signal.key, (signal.value ?? {}) as DraftSignal)
        }
        return
      case 'typing':
    }
  }
}

function keep<Value>(
  signals: SvelteMap<string, Timed<Value>>,
  key: string,
  value: Value | null,
  at_ms: number,
): void {
  if (value === null) signals.delete(key)
  else signals.set(key, { value, at_ms })
}

export const live = new Live()
