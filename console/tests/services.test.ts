import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isLate, isService, near, rowsOf } from '../src/screens/services/services.ts'
import type { IncidentCard, ReferralCard } from '../src/wire.ts'

const lamp = {
  incident_id: 'i-1',
  number: 'K-1',
  incident_type: 'public_facility.street_light',
  priority: 'P4',
  opened_at: '2026-03-02T03:00:00Z',
  location: { source: 'pin', point: { latitude: -1.61, longitude: 103.61 } },
  notes: [{ note: 'Tiang LPJU 0123 padam' }],
  referrals: {},
  reporters: 2,
} as unknown as IncidentCard
const task = {
  referral_id: 't-1',
  incident_id: 'i-1',
  incident_number: 'K-1',
  incident_type: lamp.incident_type,
  priority: 'P4',
  state: 'sent',
  state_at: '2026-03-02T03:00:00Z',
  sent_at: '2026-03-02T03:00:00Z',
  accept_by_at: '2026-03-03T03:00:00Z',
  rings: false,
} as unknown as ReferralCard

test('what may cost a life is no service', () => {
  assert.ok(isService({ id: 'public_facility.street_light', priority: 'P4' }))
  assert.ok(!isService({ id: 'public_facility.power_hazard', priority: 'P1' }))
  assert.ok(!isService({ id: 'fire.building', priority: 'P4' }))
})

test('the same kind close by or under the same pole is offered, farther away is not', () => {
  const wish = { type: lamp.incident_type, point: { latitude: -1.6109, longitude: 103.61 }, where: '' }
  assert.deepEqual(near([lamp], wish).map((one) => one.metres), [100])
  assert.deepEqual(near([lamp], { ...wish, point: { latitude: -1.62, longitude: 103.61 } }), [])
  assert.deepEqual(near([lamp], { ...wish, type: 'public_facility.road' }), [])
  const byPole = near([lamp], { ...wish, point: null, where: 'tiang lpju 0123' })
  assert.deepEqual(byPole.map((one) => one.metres), [null])
})

test('a task outlives its incident, and what no agency has stands first', () => {
  const incidents = new Map([['i-2', { ...lamp, incident_id: 'i-2' }]])
  const rows = rowsOf([task], incidents)
  assert.deepEqual(rows.map((row) => [row.key, row.reporters]), [['i-2', 2], ['t-1', 0]])
  assert.ok(!isLate(rows[1]!, Date.parse('2026-03-02T04:00:00Z')))
  assert.ok(isLate(rows[1]!, Date.parse('2026-03-04T04:00:00Z')))
  assert.deepEqual(rowsOf([{ ...task, priority: 'P1' }], new Map()), [])
})
