// Yes/no mode: what a caller who cannot speak has answered.
import type { SignLine } from '../../../wire.ts'

const SHOWN = 8

/** What to show: in the conversation its digits; before it whatever sign there was. */
export function answersOf(signs: readonly SignLine[]): readonly SignLine[] {
  return signs.slice(-SHOWN)
}

/** A digit or a sound opens it by itself, and so does a question that was played. */
export function opensYesNo(card: {
  readonly signs: readonly SignLine[]
  readonly prompted_at?: string | null
}): boolean {
  return Boolean(card.prompted_at) || card.signs.some((line) => line.sign === 'digit')
}
