import type { reasons as id } from '../id/reasons.ts'

export const reasons: Record<keyof typeof id, string> = {
  front: 'reporter or victim of an open incident, or we asked them to call again',
  prank_day: '{count} pranks in 24 hours',
  prank_month: '{count} pranks in 30 days',
  genuine: 'has reported truly before',
  silent_again: 'calls again after {count} silent or cut calls',
  incident_near: '{count} open incidents near',
  crowd: 'near an incident that is already announced',
  restricted: 'number restricted by the shift lead',
  hour: 'the hour of the call',
}
