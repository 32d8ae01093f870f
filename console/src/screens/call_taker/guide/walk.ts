// The way through guide cards. Pure: a guide goes on when the network does not. What the cards say
// decides where an answer leads; the desk folds the same answers to the same proposal.
import type { CardAnswer, CardBlock, CardQuestion, GuideCard, Priority, RunningGuide } from '../../../wire.ts'

/** A question (`step` 0) or one sentence of a block (`step` from 1), and what was answered there. */
export interface Stop {
  readonly card: string
  readonly node: string
  readonly step: number
  readonly answer?: string
}

/** `cursor` = `stops.length`: the end. What lies behind the cursor was visited before going back. */
export interface Walk {
  readonly stops: readonly Stop[]
  readonly cursor: number
}

export interface Proposal {
  readonly incident_type: string | null
  readonly priority: Priority | null
}

export class Cards {
  readonly #cards: ReadonlyMap<string, GuideCard>

  constructor(cards: readonly GuideCard[]) {
    this.#cards = new Map(cards.map((card) => [card.id, card]))
  }

  card = (id: string | null | undefined) => (id ? this.#cards.get(id) : undefined)

  question(stop: Stop): CardQuestion | undefined {
    return this.card(stop.card)?.questions.find((one) => one.id === stop.node)
  }

  block(stop: Stop): CardBlock | undefined {
    return this.card(stop.card)?.blocks.find((one) => one.id === stop.node)
  }

  answer(stop: Stop, id: string | undefined): CardAnswer | undefined {
    return this.question(stop)?.answers.find((one) => one.id === id)
  }

  /** The card that this type of incident opens, else that of its parent. */
  forType(type: string | null | undefined): GuideCard | undefined {
    for (let wanted = type ?? ''; wanted; wanted = wanted.slice(0, wanted.lastIndexOf('.') + 1).slice(0, -1)) {
      for (const card of this.#cards.values()) if (card.types.includes(wanted)) return card
    }
    return undefined
  }

  start(id: string): Walk | null {
    const card = this.card(id)
    return card ? { stops: [this.#at(card, card.start)], cursor: 0 } : null
  }

  here(walk: Walk): Stop | null {
    return walk.stops[walk.cursor] ?? null
  }

  /** The same answer as before leads on along the way that is known; another one starts anew. */
  give(walk: Walk, answer: string): Walk {
    const stop = this.here(walk)
    if (!stop || !this.answer(stop, answer)) return walk
    if (stop.answer === answer) return { ...walk, cursor: walk.cursor + 1 }
    return this.#on(walk, { ...stop, answer })
  }

  /** The sentence was said. */
  next(walk: Walk): Walk {
    const stop = this.here(walk)
    if (!stop || !this.block(stop)) return walk
    if (walk.cursor + 1 < walk.stops.length) return { ...walk, cursor: walk.cursor + 1 }
    return this.#on(walk, stop)
  }

  back(walk: Walk): Walk {
    return { ...walk, cursor: Math.max(0, walk.cursor - 1) }
  }

  /** Where another desk left it. */
  resume(running: RunningGuide): Walk | null {
    const stops = running.lines.map((line): Stop => {
      const [node = '', step] = line.step ? line.step.split('.') : [line.question]
      const at = { card: line.card, node, step: Number(step ?? 0) }
      return line.answer ? { ...at, answer: line.answer } : at
    })
    const last = stops.at(-1)
    if (!last) return this.start(running.card)
    const onward = this.#after(last)
    return { stops: onward ? [...stops, onward] : stops, cursor: stops.length }
  }

  /** What all answers up to here say together; another card brings its own beginning along. */
  proposal(walk: Walk): Proposal {
    const first = this.card(walk.stops[0]?.card)
    let incident_type = first?.incident_type ?? null
    let priority = first?.priority ?? null
    for (const stop of walk.stops.slice(0, walk.cursor)) {
      const answer = this.answer(stop, stop.answer)
      if (!answer) continue
      const other = this.#after(stop)?.card
      const card = other && other !== stop.card ? this.card(other) : undefined
      incident_type = answer.incident_type ?? card?.incident_type ?? incident_type
      priority = answer.priority ?? card?.priority ?? priority
    }
    return { incident_type, priority }
  }

  #on(walk: Walk, stop: Stop): Walk {
    const onward = this.#after(stop)
    const stops = [...walk.stops.slice(0, walk.cursor), stop, ...(onward ? [onward] : [])]
    return { stops, cursor: walk.cursor + 1 }
  }

  #after(stop: Stop): Stop | null {
    const block = this.block(stop)
    if (block && stop.step < block.say.length) return { ...stop, step: stop.step + 1 }
    const wanted = block ? block.next : this.answer(stop, stop.answer)?.next
    if (!wanted || wanted === 'end') return null
    const [other, node] = wanted.includes('/') ? wanted.split('/') : [stop.card, wanted]
    const card = this.card(other)
    return card ? this.#at(card, node === 'start' ? card.start : (node ?? '')) : null
  }

  #at(card: GuideCard, node: string): Stop {
    const step = card.blocks.some((block) => block.id === node) ? 1 : 0
    return { card: card.id, node, step }
  }
}

/** What must be looked for next in a victim, or the word. */
export function sort(
  table: Readonly<Partial<Record<string, readonly [string, string]>>>,
  found: Readonly<Record<string, boolean>>,
): string {
  let step = Object.keys(table)[0] ?? ''
  for (;;) {
    const row = table[step]
    const seen = found[step]
    if (!row || seen === undefined) return step
    step = seen ? row[0] : row[1]
  }
}
