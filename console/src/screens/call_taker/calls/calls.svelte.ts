// What the boards say of telephone calls, as the room and its supervisors look at it.
import { clock } from '../../../clock.svelte.ts'
import { live } from '../../../live.svelte.ts'
import { here, place } from '../../../session.svelte.ts'
import type { CallCard, QueueCard, TakerCard } from '../../../wire.ts'
import { byNumber, inTurn, isWaiting, steady } from './order.ts'

/** Hours the top bar adds up. */
export const SERVICE_HOURS = 3

const ON_DUTY = new Set<TakerCard['doing']>(['ready', 'ringing', 'talking', 'wrap_up'])

class Calls {
  /** The pointer or the focus is on the list of calls. */
  pointed = $state(false)
  /** The call-back row that `K` dials, "" for the first. */
  picked = $state('')
  #shown: readonly string[] = []

  /** Whether this room has a telephone at all: without one nothing of it is shown. */
  get known(): boolean {
    return (
      live.lamps.has('telephone') ||
      live.board('calls').size > 0 ||
      live.board('takers').size > 0 ||
      live.board('call-backs').size > 0
    )
  }

  /** The calls that wait, as shown: in the desk's order, still under the pointer. */
  waiting(held: string | null): CallCard[] {
    const board = live.board('calls')
    const wanted = inTurn(board.values(), clock.now_ms, bound_s()).map((card) => card.contact_id)
    this.#shown = steady(this.#shown, wanted, { pointed: this.pointed, held })
    return this.#shown.flatMap((id) => board.get(id) ?? [])
  }

  talking = $derived.by(() =>
    [...live.board('calls').values()]
      .filter((card) => !isWaiting(card))
      .sort((one, other) => (one.offered_at < other.offered_at ? -1 : 1)),
  )

  callBacks = $derived.by(() => byNumber(live.board('call-backs').values()))

  me = $derived.by(() => live.board('takers').get(here.session?.account_id ?? '') ?? null)

  /** The call that rings at me now. */
  ringing = $derived.by(
    () =>
      [...live.board('calls').values()].find(
        (card) => card.state === 'ringing' && card.taker === here.session?.account_id,
      ) ?? null,
  )

  /** The call I talk in. */
  mine = $derived.by(
    () =>
      [...live.board('calls').values()].find(
        (card) => !isWaiting(card) && card.taker === here.session?.account_id,
      ) ?? null,
  )

  /** My call that ended and has no kind yet: the desk says so, whatever page is open. */
  ended = $derived.by((): QueueCard | null => {
    const me = this.me
    if (me?.doing !== 'wrap_up' || !me.contact_id) return null
    const card = live.board('queue').get(me.contact_id)
    return card && !card.kind && !card.incident_id ? card : null
  })

  takers = $derived.by(() =>
    [...live.board('takers').values()].sort((one, other) =>
      rank(one) === rank(other)
        ? one.since_at < other.since_at
          ? -1
          : 1
        : rank(one) - rank(other),
    ),
  )

  /** Takers who are there for calls, as the desk counts them: one alone overflows sooner. */
  onDuty = $derived.by(() => this.takers.filter((card) => ON_DUTY.has(card.doing)).length)

  /** Nobody is there, and nobody just failed to pick up either. */
  nobody = $derived.by(
    () =>
      this.takers.length > 0 &&
      !this.onDuty &&
      !this.takers.some((card) => card.doing === 'missed'),
  )

  /** A call or a promise to call back is shown in its own list, not among the messages. */
  isCall(contact_id: string): boolean {
    return live.board('calls').has(contact_id) || live.board('call-backs').has(contact_id)
  }
}

export function bound_s(): number {
  return place().raw.lines.bound_s
}

function rank(card: TakerCard): number {
  return ['talking', 'ringing', 'wrap_up', 'ready', 'missed', 'break', 'away'].indexOf(card.doing)
}

export const calls = new Calls()
