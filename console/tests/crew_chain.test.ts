import assert from 'node:assert/strict'
import { test } from 'node:test'
import { canDecline, hospitalsFrom, legalSteps, nextSteps, passed } from '../src/screens/crew/chain.ts'
import type { Hospital, Unit } from '../src/wire.ts'

const unit = (...capabilities: string[]) => ({ id: 'x', capabilities }) as unknown as Unit
const AMBULANCE = unit('ambulance', 'patient-transport')
const ENGINE = unit('fire-suppression')

test('the next step is the next of the chain; delivery is never said by a crew', () => {
  assert.deepEqual(nextSteps('assigned', AMBULANCE), ['acknowledged'])
  assert.deepEqual(nextSteps('notified', AMBULANCE), ['acknowledged'])
  assert.deepEqual(nextSteps('on_scene', ENGINE), ['first_action'])
  assert.deepEqual(nextSteps('clear', AMBULANCE), [])
})

test('after the first action only who carries patients is asked to drive to a hospital', () => {
  assert.deepEqual(nextSteps('first_action', AMBULANCE), ['transporting', 'clear'])
  assert.deepEqual(nextSteps('first_action', ENGINE), ['clear'])
  assert.ok(legalSteps('first_action').includes('transporting'), 'still legal by skipping')
})

test('a crew declines until it is there', () => {
  assert.equal(canDecline('en_route'), true)
  assert.equal(canDecline('on_scene'), false)
})

test('the chain so far names what was skipped and what waits for signal', () => {
  const times = { assigned: '2026-01-01T01:00:00Z', acknowledged: '2026-01-01T01:01:00Z' }
  assert.deepEqual(passed(times, { on_scene: '2026-01-01T01:09:00Z' }), [
    { stage: 'assigned', at: '2026-01-01T01:00:00Z', waiting: false },
    { stage: 'acknowledged', at: '2026-01-01T01:01:00Z', waiting: false },
    { stage: 'en_route', at: null, waiting: false },
    { stage: 'on_scene', at: '2026-01-01T01:09:00Z', waiting: true },
  ])
})

test('the nearest hospital stands first, when the place is known', () => {
  const at = (id: string, latitude: number) =>
    ({ id, position: { latitude, longitude: 103.6, quality: 'surveyed' } }) as unknown as Hospital
  const all = [at('far', -1.7), at('near', -1.61)]
  const point = { latitude: -1.6, longitude: 103.6 }
  assert.deepEqual(hospitalsFrom(all, point).map((one) => one.hospital.id), ['near', 'far'])
  assert.deepEqual(hospitalsFrom(all, null).map((one) => one.far_m), [null, null])
})
