// What was said before the card's last lines: the rest of this contact, then the contacts before it.
import { getConversation } from '../../../api.ts'
import type { MessageLine, QueueCard } from '../../../wire.ts'

export interface Earlier {
  readonly contact_id: string
  readonly opened_at: string
  readonly lines: readonly MessageLine[]
}

export class Older {
  phase = $state<'idle' | 'loading' | 'failed'>('idle')
  /** Of the contact itself; empty until it was asked for. */
  own = $state.raw<readonly MessageLine[]>([])
  /** Contacts of the same sender before this one, oldest first. */
  before = $state.raw<readonly Earlier[]>([])
  #whole = $state(false) // the contact's own lines are all here
  #previous = $state<string | null>(null)

  /** There may be more than the card shows: it was cut, opened again, or is not the first. */
  get more(): boolean {
    return !this.#whole || this.#previous !== null
  }

  async load(card: QueueCard): Promise<void> {
    if (this.phase === 'loading') return
    this.phase = 'loading'
    try {
      if (!this.#whole) await this.#loadOwn(card)
      else if (this.#previous) await this.#loadBefore(this.#previous)
      this.phase = 'idle'
    } catch {
      this.phase = 'failed'
    }
  }

  async #loadOwn(card: QueueCard): Promise<void> {
    const whole = await getConversation(card.contact_id)
    this.own = whole?.messages ?? []
    this.#previous = whole?.previous ?? card.previous ?? null
    this.#whole = true
    const gained = this.own.length > card.messages.length
    if (!gained && this.#previous) await this.#loadBefore(this.#previous)
  }

  async #loadBefore(contact_id: string): Promise<void> {
    const found = await getConversation(contact_id)
    this.#previous = found?.previous ?? null
    if (!found) return
    const { opened_at, messages } = found
    this.before = [{ contact_id, opened_at, lines: messages }, ...this.before]
  }
}
