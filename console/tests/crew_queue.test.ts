import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  bodyToSend, comesBack, heldFor_ms, isOld, nextToSend, nextToStore, OLD_MS, TURNS, UNDO_MS, withTried,
  type QueuedAct,
} from '../src/screens/crew/queue.ts'

const T = Date.UTC(2026, 2, 2, 3)
let order = 0
const act = (more: Partial<QueuedAct> = {}): QueuedAct => ({
  id: `id-${(order += 1)}`,
  account: 'a',
  order,
  what: 'en_route',
  lane: 'step',
  subject: 'd-1',
  at: new Date(T).toISOString(),
  device_ms: T,
  tick_ms: 1_000,
  page: 'p',
  hold_until_ms: T,
  desk: 'dispatch',
  name: 'report-status',
  body: { dispatch_id: 'd-1', status: 'en_route' },
  files: [],
  timing: 'device',
  released: false,
  tried: [],
  refused: null,
  ...more,
})
const clocks = (ahead_ms: number, more = {}) => ({
  device_ms: T + ahead_ms,
  tick_ms: 1_000 + ahead_ms,
  page: 'p',
  server_ms: T + ahead_ms,
  ...more,
})

test('steps go in order, a note never stands before them, a panic before all', () => {
  const note = act({ lane: 'note', what: 'photo' })
  const first = act()
  const second = act()
  const panic = act({ lane: 'panic', what: 'panic' })
  assert.equal(nextToSend([note, second, first, panic], T), panic)
  assert.equal(nextToSend([note, second, first], T), first)
  assert.equal(nextToSend([note, second], T), second)
  assert.equal(nextToSend([note], T), note)
  assert.equal(nextToSend([], T), undefined)
})

test('a file goes up beside what is said and holds up nobody; a call for help has its own turn', () => {
  const photo = act({ lane: 'note', what: 'photo', files: [{ media_type: 'image/jpeg', blob: new Blob() }] })
  const note = act({ lane: 'note', what: 'note' })
  const panic = act({ lane: 'panic', what: 'panic' })
  assert.equal(nextToSend([photo], T), undefined)
  assert.equal(nextToStore([note, photo], T), photo)
  assert.equal(nextToSend([photo, note], T), note)
  assert.equal(nextToStore([{ ...photo, refused: 'terlalu besar' }], T), undefined)
  const [help, rest] = TURNS
  assert.equal(nextToSend([note, panic], T, help), panic)
  assert.equal(nextToSend([note, panic], T, rest), note)
})

test('a word waits its ten seconds, unless the next one confirms it or it is hurried', () => {
  const held = act({ hold_until_ms: T + UNDO_MS })
  assert.equal(nextToSend([held], T + 1), undefined)
  assert.equal(nextToSend([held], T + UNDO_MS), held)
  assert.equal(nextToSend([{ ...held, hold_until_ms: 0 }], T + 1)?.id, held.id)
  assert.equal(heldFor_ms([held, act()], T + 1), UNDO_MS - 1)
  assert.equal(nextToSend([held, act({ hold_until_ms: T + UNDO_MS })], T + 1), held)
  assert.equal(nextToSend([held], T - 3_600_000), held, 'a clock that was set holds nothing')
})

test('what was refused stays to be read and holds up nobody', () => {
  const refused = act({ refused: 'Penugasan sudah selesai' })
  const next = act()
  assert.equal(nextToSend([refused, next], T), next)
})

test("yesterday's duty waits for a person, yesterday's step goes", () => {
  const later = T + OLD_MS + 1
  const duty = act({ what: 'on_duty' })
  assert.ok(isOld(duty, later))
  assert.ok(!isOld({ ...duty, released: true }, later))
  assert.ok(!isOld(duty, T + 60_000))
  const step = act()
  assert.equal(nextToSend([duty, step], later), step)
})

test('both times are of this clock; the server sets them right', () => {
  const body = bodyToSend(act(), clocks(600_000))
  assert.equal(body['device_at'], new Date(T).toISOString())
  assert.equal(body['sent_at'], new Date(T + 600_000).toISOString())
})

test('a clock set back while words waited shows in the ticks of the page', () => {
  const now = clocks(600_000, { device_ms: T - 3_000_000 })
  const body = bodyToSend(act(), now)
  assert.equal(body['device_at'], new Date(T - 3_000_000 - 600_000).toISOString())
})

test('an impossible clock is replaced by the time of the server', () => {
  const now = { device_ms: 5_000, tick_ms: 0, page: 'q', server_ms: T + 90_000 }
  const body = bodyToSend(act({ device_ms: 1_000, at: new Date(1_000).toISOString() }), now)
  assert.equal(body['sent_at'], new Date(T + 90_000).toISOString())
  assert.equal(body['device_at'], new Date(T + 90_000).toISOString())
})

test('a desk that takes one time gets the one of the server, never one ahead of it', () => {
  const duty = act({ timing: 'occurred' })
  const off = clocks(60_000, { server_ms: T + 60_000 - 7_200_000 }) // two hours ahead
  assert.equal(bodyToSend(duty, off)['occurred_at'], new Date(T - 7_200_000).toISOString())
  assert.equal(bodyToSend(act({ timing: 'none' }), clocks(0))['occurred_at'], undefined)
})

test('files are named by what the server called them; the id never changes', () => {
  const blob = new Blob([new Uint8Array(3)])
  const photo = act({ files: [{ media_type: 'image/jpeg', blob, stored: 'f'.repeat(64) }] })
  const body = bodyToSend(photo, clocks(0))
  assert.deepEqual(body['media'], [{ media_type: 'image/jpeg', stored: 'f'.repeat(64) }])
  assert.equal(body['command_id'], photo.id)
})

test('what left without an answer is remembered, the last few', () => {
  let one = act()
  for (let n = 0; n < 9; n += 1) one = withTried(one, { n })
  assert.equal(one.tried.length, 4)
  assert.deepEqual(one.tried.at(-1), { n: 8 })
})

test('only what the network or the server could not do comes back', () => {
  assert.deepEqual([0, 401, 429, 500, 503].map(comesBack), [true, true, true, true, true])
  assert.deepEqual([200, 403, 409, 422].map(comesBack), [false, false, false, false])
})
