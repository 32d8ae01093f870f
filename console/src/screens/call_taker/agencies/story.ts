// What a line of the kronologi about an agency's task says beside its sentence.
import { dateOf, isoDate, timeOfDay } from '../../../format.ts'
import { say } from '../../../messages/words.ts'
import { place } from '../../../session.svelte.ts'
import { settings } from '../../../settings.svelte.ts'
import type { StoryLine } from '../../../wire.ts'

type Word = 'overdue.finish' | 'overdue.verify' | 'side.room' | 'side.agency'

export function ofTask(
  { type, fact, recorded_at }: StoryLine,
  word: (key: Word) => string,
): Readonly<Record<string, string>> {
  if (!type.startsWith('Referral')) return {}
  const text = (name: string) => (typeof fact[name] === 'string' ? (fact[name] as string) : '')
  const side = word(fact['by_room'] ? 'side.room' : 'side.agency')
  const until = text('promised_at')
  const zone = place().raw.zone
  const day = until && isoDate(until, zone) !== isoDate(recorded_at, zone)
  return {
    team: [teamName(text('team')), text('leader')].filter(Boolean).join(' · '),
    party_of_note: side,
    reader: side,
    overdue: type === 'ReferralOverdue' ? word(`overdue.${text('what')}` as Word) : '',
    until: until
      ? `${day ? dateOf(until, zone, settings.language) : ''} ${timeOfDay(until, zone)}`.trim()
      : '',
  }
}

function teamName(team: string): string {
  const teams = place().raw.agencies.flatMap((one) => one.teams)
  const found = teams.find((one) => one.id === team)
  return found ? say(found.name) : team
}
