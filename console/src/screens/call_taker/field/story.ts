// What crews did, in the kronologi's words.
import type { StoryLine } from '../../../wire.ts'
import { t } from './words.ts'

/** Values for the sentences of a crew's facts. */
export function ofField({ type, fact }: StoryLine): Readonly<Record<string, string>> {
  if (type === 'FieldNoteAdded') {
    return { field_kind: t(`kind.${String(fact['kind'])}` as 'kind.note') }
  }
  if (type !== 'JobChangeSeen') return {}
  const changes = Array.isArray(fact['changes']) ? (fact['changes'] as string[]) : []
  return { changes: changes.map((one) => t(`change.${one}` as 'change.note')).join(', ') }
}
