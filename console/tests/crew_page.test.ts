import assert from 'node:assert/strict'
import { test } from 'node:test'
import { changed, marksOf } from '../src/screens/crew/changes.ts'
import { isDue, paceFor, type Now } from '../src/screens/crew/pace.ts'
import { routeTo } from '../src/screens/crew/routes.ts'
import type { IncidentCard } from '../src/wire.ts'

const now = (more: Partial<Now> = {}): Now => ({
  stage: 'en_route', on_duty: true, speed_ms: 10, battery: 0.8, charging: false, ...more,
})
const card = (more: Partial<IncidentCard> = {}) =>
  ({ location: null, incident_type: 'fire', priority: 'P2', notes: [], ...more }) as unknown as IncidentCard

test('often on the way, seldom at rest, slower on a weak battery, never off duty', () => {
  const driving = paceFor(now())
  const there = paceFor(now({ stage: 'on_scene', speed_ms: 0 }))
  const free = paceFor(now({ stage: null, speed_ms: 0 }))
  assert.ok(driving && there && free)
  assert.ok(driving.at_least_s <= 20)
  assert.ok(driving.every_s < there.every_s && there.every_s < free.every_s)
  const weak = paceFor(now({ battery: 0.1 }))
  assert.ok(weak?.weak && weak.every_s > driving.every_s)
  assert.ok(!paceFor(now({ battery: 0.1, charging: true }))?.weak)
  assert.equal(paceFor(now({ stage: null, on_duty: false })), null)
  assert.ok(paceFor(now({ on_duty: false })), 'a job is a job')
  const help = paceFor(now({ stage: null, on_duty: false, battery: 0.05, panic: true }))
  assert.ok(help?.follow && help.at_least_s <= 15, 'whoever calls for help is to be found')
  assert.ok(driving.follow && paceFor(now({ speed_ms: 0 }))?.follow, 'in a jam too')
  assert.ok(!there.follow && !free.follow, 'at rest the receiver rests')
  assert.ok(paceFor(now({ stage: 'on_scene' }))?.follow && !paceFor(now({ stage: null }))?.follow)
})

test('due after the distance, or at the latest after the time', () => {
  const pace = { every_s: 9, move_m: 25, at_least_s: 20, weak: false, follow: true }
  assert.equal(isDue(pace, 5, 500), false)
  assert.equal(isDue(pace, 10, 10), false)
  assert.equal(isDue(pace, 10, 30), true)
  assert.equal(isDue(pace, 20, 0), true)
})

test('what changed since the crew looked is named', () => {
  const seen = marksOf(card())
  assert.deepEqual(changed(seen, marksOf(card())), [])
  const later = card({ priority: 'P1', notes: [{ at: 'x', by: 'a', note: 'n' }] })
  assert.deepEqual(changed(seen, marksOf(later)), ['priority', 'note'])
  const meeting = { ...card(), meeting: { guide_name: 'Pak RT' } } as unknown as IncidentCard
  assert.deepEqual(changed(seen, marksOf(meeting)), ['meeting'])
  const lane = { ...card(), meeting: { car_fits: false, lane_by: 'amb-1' } } as unknown as IncidentCard
  assert.deepEqual(changed(seen, marksOf(lane, [], ['amb-1'])), [], 'what it said itself is no news')
  assert.deepEqual(changed(seen, marksOf(lane, [], ['amb-2'])), ['meeting'])
})

test('nothing but the point leaves with the way to it', () => {
  const point = { latitude: -1.61, longitude: 103.61, address: 'Lorong rahasia' }
  for (const by of ['google', 'osm', 'phone'] as const) {
    assert.ok(!routeTo(point, by, 'L-1').includes('rahasia'))
    assert.ok(routeTo(point, by).includes('103.61'))
  }
})
