// Roll calls that are not complete, and requests of the scene that did not come.
import { timeOfDay } from '../../format.ts'
import { live } from '../../live.svelte.ts'
import { personName } from '../../people.svelte.ts'
import { c } from '../../screens/call_taker/plan/words.ts'
import { place } from '../../session.svelte.ts'
import type { CommandCard, ResourceLine, RollCallCard } from '../../wire.ts'
import type { Ring } from '../model.ts'
import { t } from '../words.ts'

const URGENT_STEP = 3

/** Of a roll call that is open: who is not accounted for. */
export function unaccounted(roll: RollCallCard): readonly string[] {
  return roll.units.filter((unit) => {
    if (roll.left.includes(unit)) return false
    const said = roll.answers[unit]
    return said !== 'all_well' && said !== 'not_on_scene'
  })
}

export const requestKey = (id: string, line: ResourceLine) => `resource/${id}/${line.step}`

export function commands(): Ring[] {
  const found: Ring[] = []
  for (const card of live.board('command').values()) {
    if (card.roll?.roll_call_id) found.push(ofRoll(card, card.roll))
    for (const [id, line] of Object.entries(card.resources)) {
      if (line.step > 0 && !line.ending) found.push(ofRequest(card, line, id))
    }
  }
  return found
}

function ofIncident({ incident_id }: CommandCard) {
  const incident = live.board('open-incidents').get(incident_id)
  return {
    incident_id,
    number: incident?.number,
    priority: incident?.priority,
    opens: ['command', incident_id],
  }
}

function ofRoll(card: CommandCard, roll: RollCallCard): Ring {
  const units = unaccounted(roll)
    .map((unit) => place().callSign(unit))
    .join(', ')
  const missing = Object.values(roll.answers).includes('people_missing')
  const urgent = missing || roll.step >= URGENT_STEP
  const held = !roll.rings && roll.acknowledged_by
  const ring = {
    ...ofIncident(card),
    priority: undefined, // people of ours are in it, whatever the incident is
    since_at: roll.opened_at ?? roll.next_at,
    topic: `roll_call/${card.incident_id}`,
  }
  if (!roll.rings) {
    return {
      ...ring,
      id: `roll/${roll.roll_call_id}`,
      key: `roll_open/${roll.roll_call_id}`,
      cause: 'roll_open',
      tone: 'ping',
      urgency: 3,
      words: t('roll_open', { units }),
      detail: held ? t('held', { name: personName(held), time: dueTime(roll) }) : undefined,
      acts: [],
      held: Boolean(held),
    }
  }
  const body = { incident_id: card.incident_id }
  return {
    ...ring,
    id: `roll/${roll.roll_call_id}`,
    key: `roll/${roll.roll_call_id}/${roll.step}/${missing}`,
    cause: 'roll',
    tone: urgent ? 'panic' : 'overdue',
    urgency: urgent ? 0 : 1,
    words: missing ? whoIsMissing(roll) : c('roll.overdue', { units }),
    acts: [
      { label: c('roll.ack'), main: true, desk: 'command', name: 'acknowledge-roll-call', body },
    ],
  }
}

const dueTime = (roll: RollCallCard) => timeOfDay(roll.due_at ?? '', place().raw.zone, true)

function whoIsMissing(roll: RollCallCard): string {
  const units = Object.entries(roll.answers).filter(([, said]) => said === 'people_missing')
  return t('missing', { units: units.map(([unit]) => place().callSign(unit)).join(', ') })
}

function ofRequest(card: CommandCard, line: ResourceLine, id: string): Ring {
  return {
    ...ofIncident(card),
    id: `resource/${id}`,
    key: requestKey(id, line),
    cause: 'resource',
    tone: 'overdue',
    urgency: 2,
    words: t('resource', { what: `${line.count} ${line.what ?? ''}`.trim() }),
    since_at: line.due_at,
    acts: [],
    hushable: true,
  }
}
