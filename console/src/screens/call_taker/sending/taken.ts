// Somebody was quicker: who sent the unit, when and to what.
import { clock } from '../../../clock.svelte.ts'
import { age, shortNumber } from '../../../format.ts'
import { live } from '../../../live.svelte.ts'
import { personName } from '../../../people.svelte.ts'
import { place } from '../../../session.svelte.ts'
import { settings } from '../../../settings.svelte.ts'
import { t } from './words.ts'

/** Nothing while the board does not know of it yet. */
export function takenWords(unit_id: string): string {
  const taken = live.board('units').get(unit_id)
  if (!taken?.incident_id) return ''
  const number = live.board('open-incidents').get(taken.incident_id)?.number
  return t('taken.by', {
    unit: place().callSign(unit_id),
    name: personName(taken.by),
    age: age(clock.now_ms - Date.parse(taken.since_at), settings.language),
    number: number ? shortNumber(number) : '?',
  })
}
