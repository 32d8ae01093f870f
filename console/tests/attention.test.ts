import assert from 'node:assert/strict'
import { test } from 'node:test'
import { firstOf, inOrder, isLoud, nextOf, soundOf, steady, type Ring } from '../src/attention/model.ts'

const NONE: ReadonlySet<string> = new Set()
const ring = (key: string, more: Partial<Ring> = {}): Ring => ({
  id: key,
  key,
  cause: 'late',
  tone: 'overdue',
  urgency: 2,
  priority: 'P2',
  words: key,
  since_at: '2026-11-26T03:00:00Z',
  acts: [],
  ...more,
})
const keys = (rings: readonly Ring[]) => rings.map((one) => one.key)
const loudOf = (rings: readonly Ring[], hushed = NONE) =>
  inOrder(rings, hushed).filter((one) => isLoud(one, hushed))

test('people in danger first, then who waits, then by priority and age; what is held comes last', () => {
  const rings = [
    ring('late, young'),
    ring('late, old', { since_at: '2026-11-26T02:00:00Z' }),
    ring('late P1', { priority: 'P1' }),
    ring('ping', { urgency: 3 }),
    ring('panic', { urgency: 0, since_at: '2026-11-26T03:30:00Z' }),
    ring('in hand', { urgency: 0, held: true }),
    ring('no unit', { urgency: 1 }),
  ]
  const order = ['panic', 'no unit', 'late P1', 'late, old', 'late, young', 'ping', 'in hand']
  assert.deepEqual(keys(inOrder(rings, NONE)), order)
  assert.deepEqual(keys(inOrder(rings.toReversed(), NONE)), order)
  const hushed = keys(inOrder(rings, new Set(['panic'])))
  assert.deepEqual(hushed.slice(5), ['in hand', 'panic'], 'behind the loud')
})

test('a public service never sounds, and is listed all the same', () => {
  const lamp = ring('lamp', { priority: 'P4', urgency: 1 })
  assert.deepEqual(keys(inOrder([lamp], NONE)), ['lamp'])
  assert.deepEqual(soundOf(loudOf([lamp]), false), { causes: [], tones: [] })
  const nobody = ring('crew', { priority: undefined, cause: 'panic', tone: 'panic', urgency: 0 })
  assert.deepEqual(soundOf(loudOf([lamp, nobody]), false).causes, ['panic'])
})

test('one tone for each meaning; in a drill its own for everything', () => {
  const rings = [
    ring('a'),
    ring('b', { cause: 'alert' }),
    ring('c', { cause: 'waiting', tone: 'ring' }),
    ring('d', { cause: 'panic', tone: 'panic', held: true }),
  ]
  const sound = soundOf(loudOf(rings), false)
  assert.deepEqual([...sound.causes].sort(), ['alert', 'late', 'waiting'])
  assert.deepEqual([...sound.tones].sort(), ['overdue', 'ring'])
  assert.deepEqual(soundOf(loudOf(rings), true).tones, ['drill'])
  assert.deepEqual(soundOf([], true).tones, [])
})

test('two sources that speak of one thing ring once, the louder of them', () => {
  const task = ring('task', { topic: 'referral/1' })
  const alert = ring('alert', { topic: 'referral/1', urgency: 1 })
  assert.deepEqual(keys(inOrder([task, alert, ring('other')], NONE)), ['alert', 'other'])
  const taken = { ...alert, held: true }
  assert.deepEqual(keys(inOrder([taken, task], NONE)), ['task'], 'taken does not silence the task')
})

test('the key goes to each, the most urgent first, and something worse stands before it', () => {
  const [one, two] = [ring('one'), ring('two', { since_at: '2026-11-26T03:01:00Z' })]
  assert.equal(nextOf([one, two], NONE)?.key, 'one')
  assert.equal(nextOf([one, two], new Set(['one']))?.key, 'two')
  assert.equal(nextOf([one, two], new Set(['one', 'two']))?.key, 'one')
  assert.equal(nextOf([], NONE), undefined)
  assert.equal(firstOf([one, two], 'two', new Set(['two']))?.key, 'two')
  const worse = ring('worse', { urgency: 0 })
  assert.equal(firstOf([worse, one, two], 'two', new Set(['one', 'two']))?.key, 'worse')
  assert.equal(nextOf([worse, one, two], new Set(['one', 'two']))?.key, 'worse')
})

test('under the pointer nothing moves: what is new comes behind, what is over goes', () => {
  assert.deepEqual(steady(['a', 'b', 'c'], ['d', 'c', 'a']), ['a', 'c', 'd'])
})
