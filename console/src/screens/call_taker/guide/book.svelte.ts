// The place's guide cards, fetched once for its version and kept by the browser.
import { getGuideBook } from '../../../api.ts'
import { live } from '../../../live.svelte.ts'
import { place } from '../../../session.svelte.ts'
import type { GuideBook, GuideCard } from '../../../wire.ts'
import { Cards } from './walk.ts'

const AGAIN_MS = 3_000

class Shelf {
  book = $state.raw<GuideBook | null>(null)
  cards = $state.raw<Cards | null>(null)
  failed = $state(false)
  #loading = false

  /** Fetches them unless they are there; tries again until they are. */
  load(): void {
    if (this.book?.version === place().raw.version || this.#loading) return
    this.#loading = true
    getGuideBook(place().raw.version)
      .then((book) => {
        this.book = book
        this.cards = new Cards(book.cards)
        this.failed = false
      })
      .catch(() => {
        this.failed = true
        setTimeout(() => this.load(), AGAIN_MS)
      })
      .finally(() => (this.#loading = false))
  }

  /** A signature is for the words: another edition of the card is a draft again. */
  signed(card: GuideCard): boolean {
    const stand = live.board('guide-cards').get(card.id)
    return stand?.signatures.some((one) => one.digest === card.digest) ?? false
  }
}

export const shelf = new Shelf()
