// When the telephone rang last, as far as the boards still show.
import { live } from '../../../live.svelte.ts'

/** Null when no board knows of any call. */
export function lastOffered(): number | null {
  const at_ms = [
    ...[...live.board('calls').values()].map((card) => Date.parse(card.offered_at)),
    ...[...live.board('call-backs').values()].map((card) => Date.parse(card.offered_at)),
    ...[...live.board('queue').values()]
      .filter((card) => card.channel === 'phone')
      .map((card) => Date.parse(card.opened_at)),
  ]
  return at_ms.length ? Math.max(...at_ms) : null
}
