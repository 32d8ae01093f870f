// The catalogues every screen shares. A screen's own words are its own catalogue (see README).
import { catalogue } from './catalogue.ts'
import { domain as domainId } from './id/domain.ts'
import { refusals as refusalsId } from './id/refusals.ts'
import { shell as shellId } from './id/shell.ts'

export { say } from './catalogue.ts'

/** Words of the frame: buttons, connection, settings. */
export const t = catalogue(shellId, () => import('./en/shell.ts').then((en) => en.shell))

/** Words of the trade by wire value: `word('stage.en_route')`. */
export const word = catalogue(domainId, () => import('./en/domain.ts').then((en) => en.domain))

const refusal = catalogue(refusalsId, () => import('./en/refusals.ts').then((en) => en.refusals))

/** The sentence of a refusal key; undefined when this console does not know it. */
export function refusalSentence(key: string): string | undefined {
  return key in refusalsId ? refusal(key as keyof typeof refusalsId) : undefined
}

/** How exact a location is: many channels do not say. */
export function accuracy(metres: number | null | undefined): string {
  return metres == null ? word('accuracy.unknown') : `± ${metres} m`
}

/** A wire value's word when the key may be newer than this console. */
export function wordOr(key: string, fallback: string): string {
  return key in domainId ? word(key as keyof typeof domainId) : fallback
}
