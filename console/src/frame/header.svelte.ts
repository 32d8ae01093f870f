import type { Snippet } from 'svelte'

/** What the open screen shows in the top bar between the place and the pages. */
class Header {
  content = $state.raw<Snippet | null>(null)

  /** Call it in an effect: `$effect(() => header.show(bar))`. */
  show(content: Snippet): () => void {
    this.content = content
    return () => {
      if (this.content === content) this.content = null
    }
  }
}

export const header = new Header()
