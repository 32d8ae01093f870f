import { catalogue } from '../../messages/catalogue.ts'
import { statistics as id } from '../../messages/id/statistics.ts'
import { say, word, wordOr } from '../../messages/words.ts'
import { place } from '../../session.svelte.ts'

/** Words of the statistics page. */
export const t = catalogue(id, () => import('../../messages/en/statistics.ts').then((en) => en.statistics))

/** A counting unit of the server in the language in force. */
export function unitName(unit: string): string {
  const key = `unit.${unit}`
  return key in id ? t(key as keyof typeof id) : unit
}

/** The name of a row's key in a figure. */
export function keyName(figure: string, key: string): string {
  switch (figure) {
    case 'by_type':
      return place().typeName(key)
    case 'by_channel':
      return wordOr(`channel.${key}`, key)
    case 'by_kind':
      return key === 'unclassified' ? t('unclassified') : wordOr(`kind.${key}`, key)
    case 'by_priority':
      return `${key} ${word(`priority.${key as 'P1'}`)}`
    case 'by_district':
      return districtName(key)
    case 'by_agency':
      return say(place().agency(key)?.name, key)
    case 'results':
      return say(place().raw.results[key], key)
    case 'via':
    case 'via_agency':
      return `via.${key}` in id ? t(`via.${key}` as keyof typeof id) : key
    default:
      return key
  }
}

function districtName(code: string): string {
  if (code === 'outside') return t('outside')
  if (code === 'unknown') return t('unknown')
  return place().raw.areas.find((area) => area.district_code === code)?.district ?? code
}
