// Why a call stands where it stands, in words. The rules are the place's and the desk's: here each
// has a sentence, and one that this console does not know is shown by its name.
import { catalogue } from '../../../messages/catalogue.ts'
import { reasons as id } from '../../../messages/id/reasons.ts'
import type { CallCard } from '../../../wire.ts'
import { bound_s } from './calls.svelte.ts'
import { hasSigned, isWaiting } from './order.ts'
import { t } from './words.ts'

const say = catalogue(id, () => import('../../../messages/en/reasons.ts').then((en) => en.reasons))

const HOUR = 'hour' // moves every call of the hour alike: alone it explains nothing

type Judged = Pick<
  CallCard,
  'reasons' | 'front' | 'head_start_s' | 'signs' | 'state' | 'offered_at'
>

export function reasonWords(reasons: CallCard['reasons']): string {
  return reasons
    .map(({ rule, count }) => (rule in id ? say(rule as keyof typeof id, { count }) : rule))
    .join(', ')
}

/** Reasons that moved a call the way it was moved; the others did not win. */
function speaking(card: Judged): CallCard['reasons'] {
  const forward = card.front || card.head_start_s >= 0
  return card.reasons.filter((reason) => (forward ? reason.points >= 0 : reason.points < 0))
}

/** Why this call is served earlier or later than its age says; "" when it is not. */
export function orderWords(card: Judged, now_ms: number): string {
  if (isWaiting(card as CallCard) && now_ms - Date.parse(card.offered_at) >= bound_s() * 1000) {
    return t('call.bound')
  }
  const reasons = reasonWords(speaking(card))
  const sign = signWords(card)
  if (card.front || hasSigned(card as CallCard)) {
    const all = [sign, card.front ? reasons : ''].filter(Boolean).join(', ')
    return t('call.ahead', { reasons: all || say('front') })
  }
  if (card.head_start_s === 0 || !card.reasons.some(({ rule }) => rule !== HOUR)) return ''
  return t(card.head_start_s > 0 ? 'call.earlier' : 'call.later', { reasons })
}

/** The last sign of somebody who cannot speak, or "". */
export function signWords(card: Pick<CallCard, 'signs'>): string {
  const last = card.signs.at(-1)
  if (!last) return ''
  return last.sign === 'digit'
    ? t('call.sign.digit', { digit: last.digit })
    : t('call.sign.voice')
}
