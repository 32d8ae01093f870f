import assert from 'node:assert/strict'
import { test } from 'node:test'
import { byNumber, hasSigned, inTurn, steady } from '../src/screens/call_taker/calls/order.ts'
import { phoneKeys } from '../src/screens/call_taker/calls/phone_keys.ts'
import {
  answeredWithin,
  lastHours,
  service,
} from '../src/screens/call_taker/calls/service.ts'
import { answersOf, opensYesNo } from '../src/screens/call_taker/calls/yes_no.ts'
import type { CallBackCard, CallCard, ServiceHour, SignLine } from '../src/wire.ts'

const NOW_MS = Date.parse('2026-11-22T03:00:00Z')
const ago = (seconds: number) => new Date(NOW_MS - seconds * 1000).toISOString()

function call(contact_id: string, waited_s: number, more: Partial<CallCard> = {}): CallCard {
  return {
    contact_id,
    offered_at: ago(waited_s),
    state: 'waiting',
    since_at: ago(waited_s),
    caller_id: 'shown',
    likely: 0.02,
    head_start_s: 0,
    front: false,
    reasons: [],
    missed_by: [],
    signs: [],
    listeners: [],
    parties: [],
    late: false,
    test: false,
    ...more,
  }
}

function sign(kind: 'digit' | 'voice', digit = '', answered = false): SignLine {
  return { at: ago(1), sign: kind, digit, answered }
}

const turn = (...cards: CallCard[]) => inTurn(cards, NOW_MS, 60).map((card) => card.contact_id)

test('older first, moved by the head start', () => {
  assert.deepEqual(turn(call('young', 5), call('old', 20)), ['old', 'young'])
  assert.deepEqual(turn(call('likely', 5, { head_start_s: 30 }), call('old', 20)), [
    'likely',
    'old',
  ])
  assert.deepEqual(turn(call('pranks', 30, { head_start_s: -40 }), call('young', 5)), [
    'young',
    'pranks',
  ])
})

test('a victim, a digit or a voice stands before everybody below the bound', () => {
  const signed = call('signed', 2, { signs: [sign('voice')] })
  const front = call('front', 1, { front: true })
  const likely = call('likely', 50, { head_start_s: 60 })
  assert.deepEqual(turn(likely, front, signed), ['signed', 'front', 'likely'])
  assert.equal(hasSigned(signed), true)
  assert.equal(hasSigned(call('talks', 9, { signs: [sign('digit', '1', true)] })), false)
})

test('nobody passes a call that has waited the bound, whatever is known of its number', () => {
  const bound = call('bound', 60, { head_start_s: -60 })
  const older = call('older', 75, { head_start_s: -60 })
  const front = call('front', 59, { front: true })
  assert.deepEqual(turn(front, bound, older), ['older', 'bound', 'front'])
})

test('calls that are talked in do not wait', () => {
  const talks = call('talks', 90, { state: 'talking' })
  assert.deepEqual(turn(talks, call('rings', 9, { state: 'ringing' })), ['rings'])
})

test('under the pointer nothing moves: what is new comes last, what is gone leaves', () => {
  const still = { pointed: true, held: null }
  assert.deepEqual(steady(['a', 'b', 'c'], ['new', 'c', 'a'], still), ['a', 'c', 'new'])
  assert.deepEqual(steady(['a', 'b'], ['b', 'a'], { ...still, pointed: false }), ['b', 'a'])
})

test('the row in hand keeps its place while the others move around it', () => {
  const still = { pointed: false, held: 'b' }
  assert.deepEqual(steady(['a', 'b', 'c'], ['b', 'c', 'a'], still), ['c', 'b', 'a'])
  assert.deepEqual(steady(['a', 'b', 'c'], ['c', 'b'], still), ['c', 'b'])
  assert.deepEqual(steady(['a', 'b'], ['a'], still), ['a'])
  assert.deepEqual(steady([], ['a', 'b'], still), ['a', 'b'])
})

function back(contact_id: string, due_s: number, more: Partial<CallBackCard> = {}): CallBackCard {
  return {
    contact_id,
    why: 'unanswered',
    wanted_at: ago(100),
    due_at: ago(-due_s),
    offered_at: ago(120),
    signed: false,
    tried: 0,
    ...more,
  }
}

test('one row per number: the earliest due is dialled, tries are added up', () => {
  const rows = byNumber([
    back('one', 200, { subject: 'A', tried: 1 }),
    back('two', 50, { subject: 'B' }),
    back('three', 100, { subject: 'A', tried: 2 }),
    back('four', 10),
    back('five', 20),
  ])
  assert.deepEqual(
    rows.map(({ head, count, tried }) => [head.contact_id, count, tried]),
    [
      ['four', 1, 0],
      ['five', 1, 0],
      ['two', 1, 0],
      ['three', 2, 3],
    ],
  )
})

test('who made a sign is called back first', () => {
  const rows = byNumber([back('due', 1), back('signed', 500, { signed: true })])
  assert.deepEqual(
    rows.map((row) => row.key),
    ['signed', 'due'],
  )
})

function hour(hour_at: string, more: Partial<ServiceHour> = {}): ServiceHour {
  return { hour_at, offered: 0, answered: 0, unanswered: 0, waits: {}, late: [], tests: [], ...more }
}

test('each wait stands under the first bound it kept, and is added up', () => {
  const card = hour(ago(0), { answered: 10, waits: { '5': 6, '15': 2, '20': 1, more: 1 } })
  assert.equal(answeredWithin(card, 15), 8)
  assert.equal(answeredWithin(card, 20), 9)
  const kept = service([card, hour(ago(3600), { answered: 10, waits: { '5': 10 } })], [[15, 90]])
  assert.deepEqual(kept.promised, [{ within_s: 15, goal: 0.9, share: 0.9 }])
})

test('unanswered calls stand apart, and nothing answered is no percentage', () => {
  const kept = service([hour(ago(0), { offered: 2, unanswered: 2 })], [[15, 90]])
  assert.equal(kept.unanswered, 2)
  assert.equal(kept.promised[0]?.share, null)
})

test("yesterday's hours are not of the last hours", () => {
  const hours = [
    hour('2026-11-22T02:00:00Z'),
    hour('2026-11-21T04:00:00Z'),
    hour('2026-11-22T03:00:00Z'),
  ]
  assert.deepEqual(
    lastHours(hours, NOW_MS, 3).map((card) => card.hour_at),
    ['2026-11-22T02:00:00Z', '2026-11-22T03:00:00Z'],
  )
})

test('a digit or a played question opens yes/no mode, a voice alone does not', () => {
  assert.equal(opensYesNo({ signs: [sign('digit', '4')] }), true)
  assert.equal(opensYesNo({ signs: [], prompted_at: ago(1) }), true)
  assert.equal(opensYesNo({ signs: [sign('voice')] }), false)
  const many = Array.from({ length: 12 }, (_, index) => sign('digit', String(index % 10)))
  assert.equal(answersOf(many).length, 8)
})

test('keys of the telephone: nothing a sentence holds acts while typing, and only when it can', () => {
  const done: string[] = []
  const act = new Proxy({} as Parameters<typeof phoneKeys>[1], {
    get: (_, name) => () => done.push(String(name)),
  })
  const busy = phoneKeys({ talks: true, answers: true }, act)
  for (const letter of 'jl. raden patah rt 12, korban 9 orang') {
    assert.equal(busy.anywhere[letter], undefined)
  }
  assert.deepEqual(Object.keys(busy.anywhere), ['F2', 'F9', 'Ctrl+F9'])
  const idle = phoneKeys({ talks: false, answers: false }, act)
  assert.deepEqual(Object.keys(idle.anywhere), [])
  assert.deepEqual(Object.keys(idle.bare), ['k', 'd'])
  const room = [...'ljpuicgay/:?']
  assert.deepEqual(
    Object.keys(busy.bare).filter((key) => room.includes(key)),
    [],
  )
  for (const press of Object.values(busy.bare)) press()
  assert.deepEqual(done, ['callBack', 'duty', 'hold', 'mute', 'hangUp', 'connect'])
})
