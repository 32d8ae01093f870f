import { catalogue } from '../../../messages/catalogue.ts'
import { triage as id } from '../../../messages/id/triage.ts'
import type { Reason } from '../../../wire.ts'
import { sorted, type Area } from './reasons.ts'

/** Words of suggestions. */
export const t = catalogue(id, () => import('../../../messages/en/triage.ts').then((en) => en.triage))

/** Why, as a sentence, or undefined where this console has none for it. */
export function sentenceOf(reason: Reason): string | undefined {
  const key = `why.${reason.key}`
  return key in id ? t(key as keyof typeof id) : undefined
}

export interface Told {
  readonly area: Area
  readonly label: string
  readonly items: readonly { readonly text: string; readonly against: boolean }[]
}

/** Reasons as people read them: sentences first, then the words that spoke for or against. */
export function told(reasons: readonly Reason[]): {
  readonly sentences: readonly string[]
  readonly words: readonly Told[]
} {
  const sentences = reasons.flatMap((reason) => sentenceOf(reason) ?? [])
  const rest = reasons.filter((reason) => sentenceOf(reason) === undefined)
  const words = sorted(rest).map(({ area, items }) => ({
    area,
    label: t(`guess.of.${area}`),
    items: items.map(({ word, denied, against }) => ({
      text: denied ? t('guess.denied', { word }) : `“${word}”`,
      against,
    })),
  }))
  return { sentences, words }
}
