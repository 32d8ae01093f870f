// What of the alerts sounds in the room: nobody answered, or a person has to say it by radio.
import type { Tone } from '../../../sound.ts'
import { live } from '../../../live.svelte.ts'
import type { AlertCard } from '../../../wire.ts'

/** Oldest first; what somebody has taken is silent until it rings again. */
export function ringing(): AlertCard[] {
  return [...live.board('alerts').values()]
    .filter((card) => card.rings)
    .sort((a, b) => (a.rings_at ?? '').localeCompare(b.rings_at ?? ''))
}

export function taken(): AlertCard[] {
  return [...live.board('alerts').values()].filter(
    (card) => !card.rings && card.taken_at && !card.answered_at,
  )
}

export function alertAlarms(drill: boolean): Map<string, Tone> {
  const causes = new Map<string, Tone>()
  const now = ringing()
  const panic = now.some((card) => card.about === 'panic')
  if (panic) causes.set('alert-panic', drill ? 'drill' : 'panic')
  if (now.some((card) => card.about !== 'panic' && card.priority !== 'P4')) {
    causes.set('alert', drill ? 'drill' : 'overdue')
  }
  return causes
}
