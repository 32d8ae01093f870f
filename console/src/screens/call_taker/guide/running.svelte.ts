// One guide as this page leads it: its way, its clocks, and the commands that tell the desk. The way
// never waits for the network; what was said is told in order, again and again until it is written.
import { command } from '../../../api.ts'
import { sentence } from '../../../acts.svelte.ts'
import { clock } from '../../../clock.svelte.ts'
import { uuid7 } from '../../../ids.ts'
import type { Ending, NotDone, RunningGuide } from '../../../wire.ts'
import { Cards, type Walk } from './walk.ts'

const AGAIN_MS = 3_000

/** Whom a guide is about. Without either it waits for an incident to be opened. */
export interface About {
  readonly contact_id: string | null
  readonly incident_id: string | null
  readonly clock_start_at: string | null
}

interface Order {
  readonly name: string
  readonly body: Readonly<Record<string, unknown>>
}

export class Running {
  readonly cards: Cards
  about = $state.raw<About>({ contact_id: null, incident_id: null, clock_start_at: null })
  walk = $state.raw<Walk>({ stops: [], cursor: 0 })
  arrest_at = $state<string | null>(null)
  compressions_at = $state<string | null>(null)
  not_done = $state<NotDone | null>(null)
  untold = $state(0)
  refused = $state('')
  /** As on the board: the id of the command that began it. */
  guide_id = ''
  /** Somebody here went on by it; else it follows the colleague who leads. */
  led = false
  /** The board's card it was taken up from. */
  source: RunningGuide | null = null
  /** The board has shown it: once it is gone from there, it is over. */
  seen = false
  readonly #orders: Order[] = []
  readonly #said = new Set<string>()
  #telling = false

  constructor(cards: Cards, about: About) {
    this.cards = cards
    this.about = about
  }

  /** As a colleague left it. */
  static resumed(cards: Cards, card: RunningGuide): Running | null {
    const walk = cards.resume(card)
    if (!walk) return null
    const guide = new Running(cards, {
      contact_id: card.contact_id ?? null,
      incident_id: card.incident_id ?? null,
      clock_start_at: card.clock_start_at,
    })
    guide.guide_id = card.guide_id
    guide.source = card
    guide.seen = true
    guide.walk = walk
    guide.arrest_at = card.arrest_at ?? null
    guide.compressions_at = card.compressions_at ?? null
    guide.not_done = card.not_done ?? null
    for (const line of card.lines) if (line.step) guide.#said.add(`${line.card}/${line.step}`)
    return guide
  }

  begin(card: string): void {
    const walk = this.cards.start(card)
    if (!walk) return
    this.walk = walk
    this.#said.clear()
    this.seen = false
    this.guide_id = this.#tell('start-guide', { card })
  }

  /** The case is known now: whatever was said so far is told. */
  bind(about: About): void {
    this.about = about
    void this.#pump()
  }

  /** True when this answer means that the heart stands still. */
  give(id: string): boolean {
    const stop = this.cards.here(this.walk)
    const answer = stop && this.cards.answer(stop, id)
    if (!stop || !answer) return false
    if (stop.answer !== id) {
      this.#tell('answer-question', { card: stop.card, question: stop.node, answer: id })
    }
    this.walk = this.cards.give(this.walk, id)
    if (answer.arrest) this.arrest_at ??= now()
    return answer.arrest
  }

  next(): void {
    const stop = this.cards.here(this.walk)
    if (!stop || !stop.step) return
    const step = `${stop.node}.${stop.step}`
    if (!this.#said.has(`${stop.card}/${step}`)) {
      this.#said.add(`${stop.card}/${step}`)
      this.#tell('give-instruction', { card: stop.card, step })
    }
    this.walk = this.cards.next(this.walk)
  }

  back(): void {
    this.walk = this.cards.back(this.walk)
  }

  press(): void {
    if (this.compressions_at) return
    this.compressions_at = now()
    this.arrest_at ??= this.compressions_at
    this.not_done = null
    this.#tell('start-compressions', {})
  }

  pressNot(reason: NotDone): void {
    this.not_done = reason
    this.#tell('record-no-compressions', { reason })
  }

  end(ending: Ending): void {
    this.#tell('end-guide', { ending })
  }

  /** The desk's own times, once they are there: every screen shows the same. */
  heard(card: RunningGuide): void {
    this.seen = true
    if (card.arrest_at) this.arrest_at = card.arrest_at
    if (card.compressions_at) this.compressions_at = card.compressions_at
  }

  #tell(name: string, body: Readonly<Record<string, unknown>>): string {
    const command_id = uuid7()
    this.led = true
    this.#orders.push({ name, body: { command_id, occurred_at: now(), ...body } })
    this.untold = this.#orders.length
    void this.#pump()
    return command_id
  }

  async #pump(): Promise<void> {
    const { contact_id, incident_id } = this.about
    if (this.#telling || !(contact_id || incident_id)) return
    this.#telling = true
    for (let order = this.#orders[0]; order; order = this.#orders[0]) {
      const about = { ...(contact_id && { contact_id }), ...(incident_id && { incident_id }) }
      const answer = await command('guide', order.name, { ...order.body, ...about })
      if (!answer.ok && (answer.status === 0 || answer.status === 503)) {
        await new Promise((done) => setTimeout(done, AGAIN_MS))
        continue
      }
      this.refused = answer.ok ? '' : sentence(answer)
      this.#orders.shift()
      this.untold = this.#orders.length
    }
    this.#telling = false
  }
}

function now(): string {
  return new Date(clock.exact_ms()).toISOString()
}
