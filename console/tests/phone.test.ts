// The telephone's rules: who hears whom, what is told, what may be dialled, what a picture shows.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bars, clockOf, seekBy } from '../src/parts/waveform.ts'
import { TAKER, heardBy, rewire } from '../src/phone/bridge.ts'
import { barShare, levelOf, loudness } from '../src/phone/levels.ts'
import { Reporter } from '../src/phone/report.ts'
import { afterLeg, doing, parties, renewIn_ms } from '../src/phone/rules.ts'
import type { LegView, TalkView } from '../src/phone/rules.ts'
import type { PhoneReport } from '../src/phone/shapes.ts'
import { target, troubleOf } from '../src/phone/sip.ts'

const CALLER: LegView = { id: 'caller', role: 'caller', up: true, held: false, as: null }
const AGENCY: LegView = { id: 'agency', role: 'third', up: true, held: false, as: null }
const LEAD: LegView = { id: 'lead', role: 'colleague', up: true, held: false, as: 'listen' }

function talk(change: Partial<TalkView>): TalkView {
  const first = { ringing: false, taker_here: true, muted: false, listening: false }
  return { ...first, legs: [CALLER], ...change }
}

function hears(change: Partial<TalkView>): Record<string, readonly string[]> {
  return Object.fromEntries(heardBy(parties(talk(change))))
}

test('two people hear each other', () => {
  assert.deepEqual(hears({}), { [TAKER]: ['caller'], caller: [TAKER] })
})

test('who is muted is heard by nobody and hears on', () => {
  assert.deepEqual(hears({ muted: true }), { [TAKER]: ['caller'], caller: [] })
})

test('an agency that is asked in hears both and is heard by both', () => {
  assert.deepEqual(hears({ legs: [CALLER, AGENCY] }), {
    [TAKER]: ['caller', 'agency'],
    caller: [TAKER, 'agency'],
    agency: [TAKER, 'caller'],
  })
})

test('a caller on hold neither hears nor is heard', () => {
  const heard = hears({ legs: [{ ...CALLER, held: true }, AGENCY] })
  assert.deepEqual(heard, { [TAKER]: ['agency'], caller: [], agency: [TAKER] })
})

test('after a transfer the page only bridges: its taker hears and says nothing', () => {
  const heard = hears({ taker_here: false, legs: [CALLER, AGENCY] })
  assert.deepEqual(heard, { [TAKER]: [], caller: ['agency'], agency: ['caller'] })
})

test('a supervisor who listens is heard by nobody', () => {
  const heard = hears({ legs: [CALLER, LEAD] })
  assert.deepEqual(heard, { [TAKER]: ['caller'], caller: [TAKER], lead: [TAKER, 'caller'] })
})

test('a supervisor who takes over speaks in the place of the taker', () => {
  const heard = hears({ legs: [CALLER, { ...LEAD, as: 'take_over' }] })
  assert.deepEqual(heard, { [TAKER]: ['caller', 'lead'], caller: ['lead'], lead: ['caller'] })
})

test('whoever is still being dialled is not part of it', () => {
  assert.deepEqual(Object.keys(hears({ legs: [CALLER, { ...AGENCY, up: false }] })), [
    TAKER,
    'caller',
  ])
})

test('only what changed is connected and cut', () => {
  const { all } = rewire([], parties(talk({ legs: [CALLER, AGENCY] })))
  const { cut, join } = rewire(all, parties(talk({ muted: true, legs: [CALLER, AGENCY] })))
  assert.deepEqual(join, [])
  assert.deepEqual(cut, [
    { from: TAKER, to: 'caller' },
    { from: TAKER, to: 'agency' },
  ])
})

test('what the page is doing', () => {
  const bridged = talk({ taker_here: false, legs: [CALLER, AGENCY] })
  assert.equal(doing([]), 'idle')
  assert.equal(doing([bridged]), 'bridging')
  assert.equal(doing([bridged, talk({ ringing: true })]), 'ringing')
  assert.equal(doing([bridged, talk({})]), 'talking')
})

test('a conversation ends with its caller and not before', () => {
  const free = { taker_free: true }
  assert.equal(afterLeg(talk({ legs: [LEAD] }), free), 'end')
  assert.equal(afterLeg(talk({ legs: [AGENCY], taker_here: false }), free), 'end')
  assert.equal(afterLeg(talk({ legs: [{ ...AGENCY, up: false }] }), free), 'end')
  assert.equal(afterLeg(talk({ legs: [CALLER] }), free), 'go_on')
  assert.equal(afterLeg(talk({ legs: [{ ...CALLER, up: false }] }), free), 'go_on') // still ringing
})

test('whoever was asked in is told by the taker that the caller hung up', () => {
  assert.equal(afterLeg(talk({ legs: [AGENCY] }), { taker_free: true }), 'go_on')
})

test('a caller left alone after a transfer comes back, and is not kept in silence', () => {
  const alone = talk({ taker_here: false, legs: [CALLER] })
  assert.equal(afterLeg(alone, { taker_free: true }), 'come_back')
  assert.equal(afterLeg(alone, { taker_free: false }), 'end')
  const watched = talk({ taker_here: false, legs: [CALLER, LEAD] })
  assert.equal(afterLeg(watched, { taker_free: true }), 'come_back') // nobody speaks with him
})

test('a password is renewed before it ends, a strange end is no endless loop', () => {
  const now_ms = Date.parse('2026-11-22T01:00:00Z')
  assert.equal(renewIn_ms('2026-11-22T01:10:00Z', now_ms), 540_000)
  assert.equal(renewIn_ms('2026-11-22T01:01:30Z', now_ms), 60_000)
  assert.equal(renewIn_ms('2026-11-22T00:00:00Z', now_ms), 5_000)
  assert.equal(renewIn_ms('soon', now_ms), 60_000)
})

test('numbers as people write them and accounts may be dialled, nothing else', () => {
  assert.equal(target('(0741) 123-456'), '0741123456')
  assert.equal(target('+62 812.3456.789'), '+628123456789')
  const account = '018f3a2e-0000-7000-8000-000000000001'
  assert.equal(target(account), account)
  for (const wrong of ['', '1', 'sip:x@y', 'a;b', 'x\r\nVia: y', '<script>', '0'.repeat(30)]) {
    assert.equal(target(wrong), null, wrong)
  }
})

test('every end of a call has a reason that can be said', () => {
  assert.equal(troubleOf(486, 'Busy'), 'busy')
  assert.equal(troubleOf(480, 'Unavailable'), 'unreachable')
  assert.equal(troubleOf(undefined, 'Canceled'), 'cancelled')
  assert.equal(troubleOf(undefined, 'Connection Error'), 'connection')
  assert.equal(troubleOf(599, 'SIP Failure Code'), 'unreachable')
})

test('only changes are told, one at a time, the newest last', async () => {
  let now: PhoneReport = {
    state: 'idle',
    contact_id: null,
    mic: 'ok',
    registered: true,
    page: 'p',
  }
  const told: string[] = []
  let free: () => void = () => undefined
  const reporter = new Reporter(
    () => now,
    (report) => {
      told.push(report.state)
      return new Promise<void>((done) => (free = done))
    },
  )
  reporter.start()
  reporter.changed() // nothing is new
  now = { ...now, state: 'ringing' }
  reporter.changed()
  now = { ...now, state: 'talking' }
  reporter.changed()
  assert.deepEqual(told, ['idle'])
  free()
  await new Promise((done) => setTimeout(done))
  assert.deepEqual(told, ['idle', 'talking'])
  free()
  reporter.stop()
  now = { ...now, state: 'idle' }
  reporter.changed() // nobody listens any more
  assert.deepEqual(told, ['idle', 'talking'])
})

test('a muted headset, a voice and a shout are told apart', () => {
  assert.deepEqual(levelOf(Float32Array.of(0, 0)), { rms: 0, peak: 0 })
  assert.equal(levelOf(Float32Array.of(0.5, -0.5)).rms, 0.5)
  assert.deepEqual([0.001, 0.3, 1].map(loudness), ['silent', 'good', 'loud'])
  assert.deepEqual([0, 0.001, 1].map(barShare), [0, 0, 1])
})

test('a waveform keeps the loudest of what one bar covers', () => {
  assert.deepEqual(bars([0, 255, 0, 51], 2), [1, 0.2])
  assert.deepEqual(bars([255], 3), [1, 1, 1])
  assert.deepEqual(bars([], 10), [])
  assert.deepEqual(bars([1, 2], 0), [])
})

test('a recording is walked through by keys and stays within its ends', () => {
  assert.equal(seekBy('ArrowRight', 10, 60), 15)
  assert.equal(seekBy('ArrowLeft', 2, 60), 0)
  assert.equal(seekBy('End', 2, 60), 60)
  assert.equal(seekBy('PageUp', 50, 60), 60)
  assert.equal(seekBy('a', 2, 60), null)
  assert.deepEqual([7.9, 725, 3723, -1].map(clockOf), ['00:07', '12:05', '1:02:03', '00:00'])
})
