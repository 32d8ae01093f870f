// What happened during a conversation, from the lines of the story: where to jump to.
import type { StoryLine } from '../../../wire.ts'
import { t } from './words.ts'

export interface Marker {
  readonly at_s: number // since the call was answered
  readonly label: string
  readonly kind: string
}

/** None while the story does not say when the call was answered. */
export function markers(lines: readonly StoryLine[], contact_id: string): Marker[] {
  const answered = lines.find(
    (line) => line.type === 'CallAnswered' && line.fact['contact_id'] === contact_id,
  )
  if (!answered) return []
  const began_ms = Date.parse(answered.occurred_at)
  return lines
    .flatMap((line) => {
      const label = wordsOf(line, contact_id)
      const at_s = (Date.parse(line.occurred_at) - began_ms) / 1000
      return label && at_s >= 0 ? [{ at_s, label, kind: line.type }] : []
    })
    .sort((one, other) => one.at_s - other.at_s)
}

function wordsOf({ type, fact, number }: StoryLine, contact_id: string): string {
  if (type === 'IncidentOpened') {
    return t('recording.mark.incident', { number: number ?? String(fact['incident_number'] ?? '') })
  }
  if (fact['contact_id'] !== contact_id) return ''
  switch (type) {
    case 'CallAnswered':
      return t('recording.mark.answered')
    case 'CallHeld':
      return t(fact['held'] === false ? 'recording.mark.resumed' : 'recording.mark.held')
    case 'CallerSigned':
      return fact['sign'] === 'voice'
        ? t('recording.mark.voice')
        : t('recording.mark.digit', { digit: String(fact['digit'] ?? '') })
    case 'PromptPlayed':
      return t('recording.mark.prompt')
    case 'PartyAdded':
    case 'CallPlaced':
      return t('recording.mark.party')
    case 'CallTransferred':
    case 'CallTakenOver':
      return t('recording.mark.transferred')
    default:
      return ''
  }
}
