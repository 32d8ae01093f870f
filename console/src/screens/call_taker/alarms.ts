// What sounds now, by cause. One tone per meaning: ten callers ring once, not ten times.
import type { Tone } from '../../sound.ts'
import { alertAlarms } from './alerts/alarms.ts'
import { handoverAlarms } from './handover/alarms.ts'
import { commandAlarms } from './plan/alarms.ts'
import { rings } from '../long_cases/rings.ts'
import { lateKey, room } from './room.svelte.ts'

/** Service requests (P4) never sound; a drill has its own tone for everything. */
export function alarms(drill: boolean): Map<string, Tone> {
  const causes = new Map<string, Tone>()
  const unread = room.waiting.filter((card) => card.unread > 0)
  if (unread.some((card) => !card.incident_id)) causes.set('waiting', drill ? 'drill' : 'ring')
  if (unread.some((card) => card.incident_id)) causes.set('message', drill ? 'drill' : 'ping')
  if (room.handedToMe) causes.set('handed', drill ? 'drill' : 'ping')
  const late = room.late.filter((one) => {
    const priority = one.why === 'referral' ? one.referral.priority : one.incident.priority
    return priority !== 'P4' && !room.heard.has(lateKey(one))
  })
  if (late.length) causes.set('late', drill ? 'drill' : 'overdue')
  for (const [cause, tone] of commandAlarms(drill, room.heard)) causes.set(cause, tone)
  for (const [cause, tone] of alertAlarms(drill)) causes.set(cause, tone)
  for (const [cause, tone] of handoverAlarms(drill)) causes.set(cause, tone)
  if (rings().length) causes.set('long_cases', drill ? 'drill' : 'overdue')
  return causes
}
