import { age } from '../../../format.ts'
import { catalogue } from '../../../messages/catalogue.ts'
import { sending as id } from '../../../messages/id/sending.ts'
import { say, word, wordOr } from '../../../messages/words.ts'
import { place } from '../../../session.svelte.ts'
import { settings } from '../../../settings.svelte.ts'
import type { Stage, UnitReason } from '../../../wire.ts'

/** Words of sending units and of getting there. */
export const t = catalogue(id, () => import('../../../messages/en/sending.ts').then((en) => en.sending))

/** Whole minutes, never zero: an estimate is not finer than that. */
export function minutes(seconds: number): number {
  return Math.max(1, Math.round(seconds / 60))
}

/** What decides first: what stands against a unit, then how it is known where it is. */
const WEIGHT: readonly string[] = [
  'last_unit',
  'here',
  'off_duty',
  'busy',
  'free_in',
  'next_taken',
  'cannot',
  'ready',
  'nearest',
  'enough',
  'spared',
  'also',
  'from_position',
  'no_place',
  'from_station',
  'can',
  'ask_base',
]

/** The reasons of a unit in a few words, the deciding one first. */
export function whyWords(reasons: readonly UnitReason[], most = 2): string {
  return reasons
    .toSorted((one, other) => WEIGHT.indexOf(one.why) - WEIGHT.indexOf(other.why))
    .filter((one) => one.why !== 'ask_help' && one.why !== 'ask_base')
    .slice(0, most)
    .map(whyWord)
    .filter(Boolean)
    .join(' · ')
}

function whyWord({ why, value }: UnitReason): string {
  switch (why) {
    case 'can':
      return t('why.can', { value: say(place().raw.capabilities[value], value).toLowerCase() })
    case 'also':
      return t('why.also', { value: say(place().raw.capabilities[value], value).toLowerCase() })
    case 'from_position':
      return t('why.from_position', { age: age(Number(value) * 1000, settings.language) })
    case 'off_duty':
      return t('why.off_duty', { value: value ? `: ${wordOr(`off.${value}`, value)}` : '' })
    case 'busy':
      return word(`stage.${value as Stage}`).toLowerCase()
    case 'free_in':
      return t('why.free_in', { min: minutes(Number(value)) })
    case 'last_unit':
      return t('why.last_unit', { value: fleetName(value) })
    default:
      return t(`why.${why}`)
  }
}

export function fleetName(id: string): string {
  return say(place().raw.fleets.find((fleet) => fleet.id === id)?.name, id)
}
