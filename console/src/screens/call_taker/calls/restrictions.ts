// Whether a number is restricted now. Whoever may read the board sees until when and why; the call
// itself says it to everybody by its reason.
import { live } from '../../../live.svelte.ts'
import type { CallCard, RestrictionCard } from '../../../wire.ts'

const RULE = 'restricted'

export function restriction(subject: string | null | undefined): RestrictionCard | null {
  return (subject && live.board('restrictions').get(subject)) || null
}

export function isRestricted(card: Pick<CallCard, 'subject' | 'reasons'>): boolean {
  return restriction(card.subject) !== null || card.reasons.some(({ rule }) => rule === RULE)
}
