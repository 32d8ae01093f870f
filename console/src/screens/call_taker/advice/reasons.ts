// The reader's reasons, sorted for people: `category.c+fire` is a cue that spoke for the category,
// `emergency.w` a word. What has no word of its own (lengths, combinations) weighs and is not shown.
import type { Reason } from '../../../wire.ts'

export type Area = 'category' | 'emergency' | 'prank' | 'other'

export interface Weighed {
  readonly word: string
  readonly denied: boolean // a cue that the sentence takes back: "bukan kebakaran"
  readonly against: boolean
}

const AREAS: readonly Area[] = ['category', 'emergency', 'prank', 'other']
const MARKS = /[\^$]|<\w+>/g
const GAP = / \* /g // any words in between
const SAID = /^(c[+-].*|w|b)$/ // a cue, a word, two words
const CODE = /[&+]|^\w+[+-]$|^length\d+$/

export function sorted(
  reasons: readonly Reason[],
): readonly { readonly area: Area; readonly items: readonly Weighed[] }[] {
  const groups = new Map<Area, Map<string, Weighed>>(AREAS.map((area) => [area, new Map()]))
  for (const reason of reasons) {
    const [head, ...tail] = reason.key.split('.')
    const known = AREAS.find((area) => area === head) ?? 'other'
    const feature = known === 'other' ? reason.key : tail.join('.')
    if (known !== 'other' && !SAID.test(feature)) continue
    const word = reason.word.replace(MARKS, '').replace(GAP, ' … ').replace(/\s+/g, ' ').trim()
    if (!word || CODE.test(word)) continue
    const denied = feature.startsWith('c-')
    const group = groups.get(known)
    // The weightiest comes first: a phrase that is part of one already told says nothing more.
    if ([...(group?.keys() ?? [])].some((told) => ` ${told} `.includes(` ${word} `))) continue
    group?.set(word, { word, denied, against: reason.points < 0 })
  }
  return AREAS.map((area) => ({ area, items: [...(groups.get(area)?.values() ?? [])] })).filter(
    ({ items }) => items.length > 0,
  )
}
