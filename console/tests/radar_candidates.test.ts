// What the radar points at: still open, not judged different, the main one of a merge, once.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { metres, parentOf, pointed } from '../src/screens/call_taker/radar/candidates.ts'
import type { Candidate, IncidentCard, SuggestionCard } from '../src/wire.ts'

const candidate = (incident_id: string, share_pm = 900): Candidate => ({
  incident_id,
  share_pm,
  distance_m: 120,
  age_s: 60,
  reasons: [],
})
const card = (incident_id: string, more: Partial<IncidentCard> = {}) =>
  ({ incident_id, ...more }) as IncidentCard
const board = (...cards: IncidentCard[]) =>
  new Map(cards.map((one) => [one.incident_id, one] as const))
const suggested = (candidates: Candidate[], different: string[] = []): SuggestionCard => ({
  contact_id: 'c',
  different,
  duplicates: {
    suggestion_id: 's',
    rules: 'r',
    at: '2026-11-26T00:00:00Z',
    candidates,
    ask_own_victim: true,
  },
})
const ids = (found: ReturnType<typeof pointed>) => found.shown.map((one) => one.card.incident_id)

test('what was suggested is shown while it is open, and says what to ask', () => {
  const found = pointed(null, suggested([candidate('a'), candidate('gone')]), board(card('a')))
  assert.deepEqual(ids(found), ['a'])
  assert.equal(found.ask, true)
})

test('words being typed come before what was suggested', () => {
  const typed = { candidates: [candidate('b', 500)], ask_own_victim: false }
  const found = pointed(typed, suggested([candidate('a')]), board(card('a'), card('b')))
  assert.deepEqual(ids(found), ['b'])
  assert.equal(found.ask, false)
  assert.equal(found.shown[0]?.likely, false)
})

test('what a person judged different is not shown again, typed or not', () => {
  const typed = { candidates: [candidate('a')], ask_own_victim: false }
  const known = suggested([candidate('a')], ['a'])
  assert.deepEqual(ids(pointed(typed, known, board(card('a')))), [])
  assert.deepEqual(ids(pointed(null, known, board(card('a')))), [])
})

test('what was merged since is its main one, and stands once', () => {
  const incidents = board(card('a', { merged_into: 'b' }), card('b'))
  const found = pointed(null, suggested([candidate('a'), candidate('b', 100)]), incidents)
  assert.deepEqual(ids(found), ['b'])
  assert.equal(found.shown[0]?.likely, true)
})

test('nothing suggested is nothing shown', () => {
  assert.deepEqual(pointed(null, undefined, board(card('a'))), { shown: [], ask: false })
})

test("a victim found in a child's report is a child of the same parent", () => {
  assert.equal(parentOf(card('a')), 'a')
  assert.equal(parentOf(card('b', { parent_id: 'a' })), 'a')
})

test('distances are as exact as they can be', () => {
  const plain = (value: number, decimals: number) => value.toFixed(decimals).replace('.', ',')
  assert.equal(metres(124, plain), '120 m')
  assert.equal(metres(1_430, plain), '1,4 km')
  assert.equal(metres(12_400, plain), '12 km')
})
