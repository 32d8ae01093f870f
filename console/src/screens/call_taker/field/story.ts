// What crews did, in the kronologi's words.
import type { StoryLine } from '../../../wire.ts'
import { t } from './words.ts'

/** Values for the sentences of a crew's facts. */
export function ofField({ type, fact }: StoryLine): Readonly<Record<string, string>> {
  if (type === 'FieldNoteAdded') {
    return { field_kind: t(`kind.${String(fact['kind'])}` as 'kind.note') }
  }
  if (type === 'LaneNoted') {
    const metres = fact['on_foot_m']
    if (fact['car_fits']) return { lane: t('lane.yes') }
    return { lane: metres == null ? t('lane.no_far') : t('lane.no', { metres: Number(metres) }) }
  }
  if (type !== 'JobChangeSeen') return {}
  const changes = Array.isArray(fact['changes']) ? (fact['changes'] as string[]) : []
  return { changes: changes.map((one) => t(`change.${one}` as 'change.note')).join(', ') }
}
