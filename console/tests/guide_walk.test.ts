import assert from 'node:assert/strict'
import { test } from 'node:test'
import { guide as en } from '../src/messages/en/guide.ts'
import { guide as id } from '../src/messages/id/guide.ts'
import { beatAt, PER_MIN } from '../src/screens/call_taker/guide/metronome.ts'
import { Cards, sort, type Walk } from '../src/screens/call_taker/guide/walk.ts'
import type { GuideCard, RunningGuide } from '../src/wire.ts'

const words = (id: string) => ({ id, en: id })
const answer = (id: string, next: string, more: object = {}) => ({ id, text: words(id), next, arrest: false, ...more })
const card = (id: string, more: object): GuideCard =>
  ({ id, version: 1, title: words(id), start: 'a', types: [], never: [], quiet: false, questions: [], blocks: [], ...more }) as unknown as GuideCard

const BOOK = new Cards([
  card('fire', {
    types: ['fire', 'fire.building'],
    incident_type: 'fire',
    priority: 'P1',
    questions: [
      { id: 'a', ask: words('a?'), answers: [answer('in', 'out', { incident_type: 'fire.building' }), answer('burnt', 'burn/start')] },
    ],
    blocks: [{ id: 'out', say: [words('1'), words('2')], next: 'b' }, { id: 'b', say: [words('3')], next: 'end' }],
  }),
  card('burn', {
    incident_type: 'medical.burn',
    priority: 'P2',
    questions: [{ id: 'a', ask: words('a?'), answers: [answer('yes', 'end', { priority: 'P1' }), answer('no', 'fire/b')] }],
  }),
])
const begin = (): Walk => BOOK.start('fire') as Walk
const names = (walk: Walk) => walk.stops.map((stop) => `${stop.card}/${stop.node}.${stop.step}${stop.answer ?? ''}`)

test('an answer leads on, sentence by sentence, to the end', () => {
  let walk = BOOK.give(begin(), 'in')
  walk = BOOK.next(BOOK.next(BOOK.next(walk)))
  assert.deepEqual(names(walk), ['fire/a.0in', 'fire/out.1', 'fire/out.2', 'fire/b.1'])
  assert.equal(BOOK.here(walk), null)
  assert.equal(BOOK.next(walk), walk)
})

test('going back loses nothing, and another answer begins a new way', () => {
  const walk = BOOK.next(BOOK.give(begin(), 'in'))
  const back = BOOK.back(BOOK.back(walk))
  assert.equal(BOOK.here(back)?.answer, 'in')
  assert.deepEqual(names(BOOK.give(back, 'in')), names(walk))
  const other = BOOK.give(back, 'burnt')
  assert.deepEqual(names(other), ['fire/a.0burnt', 'burn/a.0'])
  assert.equal(BOOK.back(begin()).cursor, 0)
  assert.equal(BOOK.give(begin(), 'nobody').cursor, 0)
})

test('the proposal is that of all answers so far; another card brings its own along', () => {
  assert.deepEqual(BOOK.proposal(begin()), { incident_type: 'fire', priority: 'P1' })
  assert.deepEqual(BOOK.proposal(BOOK.give(begin(), 'in')), { incident_type: 'fire.building', priority: 'P1' })
  const burnt = BOOK.give(begin(), 'burnt')
  assert.deepEqual(BOOK.proposal(burnt), { incident_type: 'medical.burn', priority: 'P2' })
  assert.deepEqual(BOOK.proposal(BOOK.give(burnt, 'yes')), { incident_type: 'medical.burn', priority: 'P1' })
  assert.deepEqual(BOOK.proposal(BOOK.back(burnt)), { incident_type: 'fire', priority: 'P1' })
})

test('a card is found by its type or by the type above it', () => {
  assert.equal(BOOK.forType('fire.building')?.id, 'fire')
  assert.equal(BOOK.forType('fire.vessel')?.id, 'fire')
  assert.equal(BOOK.forType('crime'), undefined)
  assert.equal(BOOK.forType(undefined), undefined)
})

test('where a colleague left it, it goes on', () => {
  const at = '2026-01-01T00:00:00Z'
  const line = (more: object) => ({ at, card: 'fire', question: '', answer: '', step: '', ...more })
  const running = (...lines: object[]) => ({ card: 'fire', lines }) as unknown as RunningGuide
  const resumed = BOOK.resume(running(line({ question: 'a', answer: 'in' }), line({ step: 'out.1' })))
  assert.deepEqual(BOOK.here(resumed as Walk), { card: 'fire', node: 'out', step: 2 })
  assert.deepEqual(BOOK.here(BOOK.resume(running()) as Walk), { card: 'fire', node: 'a', step: 0 })
  const done = BOOK.resume(running(line({ card: 'burn', question: 'a', answer: 'yes' }))) as Walk
  assert.equal(BOOK.here(done), null)
})

test('a victim is looked at in the order of the table', () => {
  const table = { walks: ['minor', 'breathes'], breathes: ['immediate', 'deceased'] } as const
  assert.equal(sort(table, {}), 'walks')
  assert.equal(sort(table, { walks: false }), 'breathes')
  assert.equal(sort(table, { walks: false, breathes: true }), 'immediate')
  assert.equal(sort(table, { walks: true }), 'minor')
})

test('the beat is 110 a minute and nothing adds up', () => {
  assert.equal(PER_MIN, 110)
  assert.ok(Math.abs(beatAt(5, 110) - 65) < 1e-9)
  assert.ok(Math.abs(beatAt(0, 110 * 60) - 3600) < 1e-6)
})

test('every word of the guide is in both catalogues', () => {
  assert.deepEqual(Object.keys(en).sort(), Object.keys(id).sort())
})
