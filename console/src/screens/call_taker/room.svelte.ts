// What the room's screen looks at: the open case, and the lists every part of it shares.
import { clock } from '../../clock.svelte.ts'
import { live } from '../../live.svelte.ts'
import { router } from '../../router.svelte.ts'
import { here, place, session } from '../../session.svelte.ts'
import type { IncidentCard, Point, Priority, QueueCard } from '../../wire.ts'
import { inTurn, steady } from './advice/order.ts'
import { bound_s } from './calls/calls.svelte.ts'

export type Open = { readonly kind: 'contact' | 'incident'; readonly id: string }
export type Dialog = 'call' | 'forwarded' | 'shortcuts' | 'announce' | 'service' | 'offers' | null
export interface Actions {
  readonly save?: () => void // Ctrl+Enter
  readonly cardiacArrest?: () => void // F4
  readonly sendProposal?: () => void // F8
  /** The type being written down, and setting it: the guide's card is chosen by it, and proposes. */
  readonly proposed?: () => string
  readonly propose?: (type: string | null, priority: Priority | null) => void
}

class Room {
  dialog = $state<Dialog>(null)
  /** The pointer is on the list of messages that wait: its rows stay where they are. */
  pointed = $state(false)
  /** A place clicked on the map, for whoever asked for one. */
  picking = $state<((point: Point) => void) | null>(null)
  /** What the open panel does on the keys that also act while typing. */
  actions = $state.raw<Actions>({})
  /** Incidents that the open contact may speak of: the map shows their circles. */
  pointedAt = $state.raw<readonly string[]>([])
  #held = $state<{ id: string; since: string } | null>(null)
  #shown: readonly string[] = []

  get open(): Open | null {
    const [screen, kind, id] = router.path
    if (screen !== 'call_taker' || !id) return null
    return kind === 'contact' || kind === 'incident' ? { kind, id } : null
  }

  get contact(): QueueCard | null {
    return (this.open?.kind === 'contact' && live.board('queue').get(this.open.id)) || null
  }

  get incident(): IncidentCard | null {
    return (
      (this.open?.kind === 'incident' && live.board('open-incidents').get(this.open.id)) || null
    )
  }

  /** Binds the open panel's acts to their keys until the returned function is called. */
  bind(actions: Actions): () => void {
    this.actions = actions
    return () => {
      if (this.actions === actions) this.actions = {}
    }
  }

  /** Shows these on the map until the returned function is called. */
  point(incident_ids: readonly string[]): () => void {
    this.pointedAt = incident_ids
    return () => {
      if (this.pointedAt === incident_ids) this.pointedAt = []
    }
  }

  show(kind: Open['kind'], id: string): void {
    const card = kind === 'contact' ? live.board('queue').get(id) : undefined
    this.#held = card?.waiting_since_at ? { id, since: card.waiting_since_at } : null
    this.picking = null
    router.go('call_taker', kind, id)
  }

  back(): void {
    this.picking = null
    router.go('call_taker')
  }

  /** Messages that wait, in the order they are to be answered. */
  readonly #inTurn = $derived.by(() => {
    const cards = [...live.board('queue').values()]
      .filter((card) => !isCall(card))
      .filter((card) => card.unread > 0 || card.contact_id === this.#held?.id)
    const rows = cards.map((card) => ({
      contact_id: card.contact_id,
      since: this.#since(card),
      card,
    }))
    const now = { at_ms: clock.now_ms, bound_s: bound_s() }
    return inTurn(rows, live.board('suggestions'), now).map(({ card }) => card)
  })

  /** The same as shown: still under the pointer, and the row being handled keeps its place. */
  waiting = $derived.by(() => {
    const wanted = this.#inTurn.map((card) => card.contact_id)
    const still = { pointed: this.pointed, held: this.#held?.id ?? null }
    this.#shown = steady(this.#shown, wanted, still)
    const cards = new Map(this.#inTurn.map((card) => [card.contact_id, card]))
    return this.#shown.flatMap((id) => cards.get(id) ?? [])
  })

  /** Whom F2 answers. */
  get next(): QueueCard | undefined {
    return this.#inTurn.find((card) => card.unread > 0)
  }

  /** Answered, and not yet part of an incident nor wrapped up. */
  inHand = $derived.by(() =>
    [...live.board('queue').values()]
      .filter((card) => !isCall(card))
      .filter((card) => !card.unread && !card.incident_id && card.contact_id !== this.#held?.id)
      .sort((one, other) => (one.last_message_at < other.last_message_at ? 1 : -1)),
  )

  /** Mine first, then by priority, then the oldest; what was merged stands with its main one. */
  incidents = $derived.by(() => {
    const me = here.session?.account_id
    const rank = (card: IncidentCard) =>
      `${card.owner === me ? 0 : 1}${card.priority}${card.clock_start_at}`
    const own = [...live.board('open-incidents').values()].filter((card) => !card.merged_into)
    return own.sort((one, other) => (rank(one) < rank(other) ? -1 : 1))
  })

  #since(card: QueueCard): string {
    return card.contact_id === this.#held?.id
      ? this.#held.since
      : (card.waiting_since_at ?? card.last_message_at)
  }
}

/** An urgent incident without a unit for longer than the place promises, since when; whose units
 * were all called off or declined is without one again. */
export function withoutUnit(incident: IncidentCard): string | null {
  if (incident.priority !== 'P1' || incident.merged_into || waitsForAll(incident)) return null
  if (Object.keys(incident.dispatches).length) return null
  const past = Object.values(incident.past_dispatches)
  if (past.some((line) => line.ended === 'cleared')) return null
  const left = past.map((line) => line.ended_at ?? line.stage_at)
  return left.reduce((one, other) => (one > other ? one : other), incident.clock_start_at)
}

/** Somebody has promised to look again for all that its type asks for, not for some of it. */
function waitsForAll({ need, incident_type }: IncidentCard): boolean {
  if (!need) return false
  const { capability, others } = need
  const wanted = place().type(incident_type)?.capabilities ?? []
  return !capability || wanted.every((one) => one === capability || others.includes(one))
}

export function unitIsLate(incident: IncidentCard, now_ms: number): boolean {
  const since_at = withoutUnit(incident)
  const allowed_s = place().raw.sla.unit_assigned_s?.P1 ?? 60
  return since_at !== null && now_ms - Date.parse(since_at) > allowed_s * 1000
}

/** Where a unit is: its device's last word, else its station. */
export function unitPoint(unit: string): { point: Point; at_ms: number | null } | null {
  const heard = live.positions.get(unit)
  if (heard) return { point: heard.value, at_ms: heard.at_ms }
  const station = place().station(place().unit(unit)?.station)
  return station ? { point: station.position, at_ms: null } : null
}

/** Where an incident or contact is, as one line of words. */
export function placeWords(card: {
  readonly location?: IncidentCard['location']
  readonly area?: string | null
}): string {
  const area = place().area(card.location?.area ?? card.area)
  const named = area ? `${area.name}, ${area.district}` : ''
  return [card.location?.point?.address, named].filter(Boolean).join(' · ')
}

/** A call that goes on or is owed a call-back stands in the lists of the telephone instead. */
function isCall(card: QueueCard): boolean {
  return card.call != null && card.call !== 'ended'
}

export function mine(card: IncidentCard): boolean {
  return card.owner === session().account_id
}

export const room = new Room()
