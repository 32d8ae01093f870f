// What sounds of roll calls and requests: until a person has it in hand.
import { live } from '../../../live.svelte.ts'
import type { Tone } from '../../../sound.ts'
import type { CommandCard, RollCallCard } from '../../../wire.ts'

const URGENT_STEP = 3

/** Of a roll call that is open: who is not accounted for. */
export function unaccounted(roll: RollCallCard): readonly string[] {
  return roll.units.filter((unit) => {
    if (roll.left.includes(unit)) return false
    const said = roll.answers[unit]
    return said !== 'all_well' && said !== 'not_on_scene'
  })
}

export function lateRequests(card: CommandCard): readonly string[] {
  return Object.entries(card.resources).flatMap(([id, line]) =>
    line.step > 0 && !line.ending ? `${id}/${line.step}` : [],
  )
}

/** By cause. `heard`: requests somebody at this desk silenced. */
export function commandAlarms(drill: boolean, heard: ReadonlySet<string>): Map<string, Tone> {
  const causes = new Map<string, Tone>()
  for (const card of live.board('command').values()) {
    const roll = card.roll
    if (roll?.rings) {
      const missing = Object.values(roll.answers).includes('people_missing')
      const urgent = missing || roll.step >= URGENT_STEP
      causes.set('roll', drill ? 'drill' : urgent ? 'panic' : 'overdue')
    } else if (roll?.roll_call_id && !roll.acknowledged_by) {
      causes.set('roll_open', drill ? 'drill' : 'ping')
    }
    if (lateRequests(card).some((key) => !heard.has(key))) {
      causes.set('resource', drill ? 'drill' : 'overdue')
    }
  }
  return causes
}
