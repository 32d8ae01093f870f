// What happened in the command of an incident, in the kronologi's words.
import { personName } from '../../../people.svelte.ts'
import { place } from '../../../session.svelte.ts'
import type { StoryLine } from '../../../wire.ts'
import { command } from '../../../messages/id/command.ts'
import { c, t } from './words.ts'

const OF_COMMAND =
  /^(Alarm|MajorIncident|Command|Sector|UnitPlaced|Resource(Asked|Promised|Overdue|Ended)|RollCall|Plan)/

/** Values for the sentences of these facts. */
export function ofMajor({ type, fact }: StoryLine): Readonly<Record<string, string>> {
  if (!OF_COMMAND.test(type)) return {}
  const named = (prefix: string, field: string) => {
    const key = `${prefix}.${String(fact[field])}`
    return key in command ? c(key as keyof typeof command) : ''
  }
  const units = Array.isArray(fact['units'] ?? fact['missing'])
    ? ((fact['units'] ?? fact['missing']) as string[])
    : []
  return {
    level: String(fact['level'] ?? ''),
    command_place: named('place', 'place'),
    command_role: named('role', 'role'),
    roll_answer: named('answer', 'answer'),
    resource_ending: named('ending', 'ending'),
    roll_number: String(fact['number'] ?? ''),
    units: units.map((unit) => place().callSign(unit)).join(', '),
    interval: String(fact['interval_min'] ?? ''),
    count: String(fact['count'] ?? ''),
    by: fact['by'] ? personName(String(fact['by'])) : '',
    plan: String(fact['plan_id'] ?? ''),
    edition: String(fact['edition'] ?? ''),
    undone: fact['to_edition'] == null ? '' : t('history.undone', { edition: String(fact['to_edition']) }),
  }
}
