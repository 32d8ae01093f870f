// What the house thinks of words while they are typed: asked once typing pauses.
import { getAdvice } from '../../../api.ts'
import type { AdviceGiven, LocationGiven } from '../../../wire.ts'

const PAUSE_MS = 350
const SHORTEST = 3

export interface Asked {
  readonly words: string
  readonly contact_id?: string
  readonly location?: LocationGiven | null
  readonly after?: number // position of the contact's last message: what came since is read too
}

export class Preview {
  /** Null while there is nothing to think about; the last answer stays while the next is asked. */
  given = $state.raw<AdviceGiven | null>(null)
  #timer: ReturnType<typeof setTimeout> | undefined
  #last = ''
  #turn = 0
  #told = false // the server has seen words that may become a suggestion

  ask(asked: Asked): void {
    const words = asked.words.trim()
    const body = {
      words,
      ...(asked.contact_id && { contact_id: asked.contact_id }),
      ...(asked.location && { location: asked.location }),
    }
    const key = JSON.stringify([body, asked.after])
    if (key === this.#last) return
    this.#last = key
    clearTimeout(this.#timer)
    this.#turn += 1
    if (words.length < SHORTEST) {
      this.given = null
      this.#forget(asked.contact_id)
      return
    }
    const turn = this.#turn
    this.#timer = setTimeout(() => void this.#look(body, turn), PAUSE_MS)
  }

  close(): void {
    clearTimeout(this.#timer)
    this.#turn += 1
  }

  /** Words that were taken away again are to suggest nothing. */
  #forget(contact_id: string | undefined): void {
    if (this.#told && contact_id) void getAdvice({ words: '', contact_id })
    this.#told = false
  }

  /** Advice that does not come is no advice: the form works without it. */
  async #look(body: Parameters<typeof getAdvice>[0], turn: number): Promise<void> {
    this.#told = true
    const given = await getAdvice(body)
    if (turn === this.#turn && given) this.given = given
  }
}
