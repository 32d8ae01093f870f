import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inTurn, steady } from '../src/screens/call_taker/advice/order.ts'
import type { SuggestionCard } from '../src/wire.ts'

const NOW_MS = Date.parse('2026-11-22T03:00:00Z')
const BOUND_S = 60

interface Row {
  readonly contact_id: string
  readonly since: string
}

const row = (contact_id: string, waited_s: number): Row => ({
  contact_id,
  since: new Date(NOW_MS - waited_s * 1000).toISOString(),
})

function advice(ahead: Readonly<Record<string, number>>): Map<string, SuggestionCard> {
  return new Map(
    Object.entries(ahead).map(([contact_id, ahead_pm]) => [
      contact_id,
      { contact_id, triage: { ahead_pm }, different: [] } as unknown as SuggestionCard,
    ]),
  )
}

function turn(rows: readonly Row[], ahead: Readonly<Record<string, number>> = {}): string[] {
  const now = { at_ms: NOW_MS, bound_s: BOUND_S }
  return inTurn(rows, advice(ahead), now).map((one) => one.contact_id)
}

test('without advice who waits longest comes first', () => {
  assert.deepEqual(turn([row('young', 5), row('old', 40), row('older', 90)]), [
    'older',
    'old',
    'young',
  ])
})

test('an emergency comes forward, what seems a prank waits behind those who came with it', () => {
  const rows = [row('prank', 30), row('street light', 20), row('fire', 1)]
  assert.deepEqual(turn(rows, { prank: -900, fire: 980 }), ['fire', 'street light', 'prank'])
})

test('who has waited the bound is passed by nobody, not by an emergency either', () => {
  const rows = [row('prank', 61), row('fire', 2), row('older', 75)]
  assert.deepEqual(turn(rows, { prank: -1000, fire: 1000 }), ['older', 'prank', 'fire'])
})

test('a life in danger passes a crowd that has waited the bound, but not ten times the bound', () => {
  const rows = [row('crowd', 90), row('drowning', 3), row('forgotten', 600), row('fire', 8)]
  const ahead = { drowning: 10_000, fire: 10_000 }
  assert.deepEqual(turn(rows, ahead), ['forgotten', 'fire', 'drowning', 'crowd'])
})

/** Numbers that look like chance and are the same in every run. */
function* chances(): Generator<number, never> {
  let state = 42
  for (;;) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    yield state / 2_147_483_648
  }
}

test('laws of the order, under any waiting and any advice', () => {
  const chance = chances()
  const upTo = (most: number) => Math.floor(chance.next().value * most)
  for (let round = 0; round < 400; round += 1) {
    const rows = Array.from({ length: 1 + upTo(12) }, (_, n) => row(`c${n}`, upTo(140)))
    const ahead = Object.fromEntries(rows.map((one) => [one.contact_id, upTo(2001) - 1000]))
    const order = turn(rows, ahead)
    const waited = (id: string) =>
      (NOW_MS - Date.parse(rows.find((one) => one.contact_id === id)?.since ?? '')) / 1000
    assert.deepEqual([...order].sort(), rows.map((one) => one.contact_id).sort(), 'nobody is lost')
    for (const [index, earlier] of order.entries()) {
      for (const later of order.slice(index + 1)) {
        if (waited(later) >= BOUND_S) {
          assert.ok(waited(earlier) >= waited(later), 'who waited the bound was passed')
        }
        const isAsOld = waited(earlier) <= waited(later)
        const isFavoured = (ahead[earlier] ?? 0) >= (ahead[later] ?? 0)
        assert.ok(!isAsOld || isFavoured || waited(earlier) === waited(later), 'a prank passed')
      }
    }
  }
})

test('under the pointer rows stay, and new ones enter at their place', () => {
  const pointed = { pointed: true, held: null }
  assert.deepEqual(steady(['a', 'b', 'c'], ['c', 'a', 'new', 'b'], pointed), [
    'a',
    'new',
    'b',
    'c',
  ])
  assert.deepEqual(steady(['a', 'b'], ['fire', 'a', 'b'], pointed), ['fire', 'a', 'b'])
  assert.deepEqual(steady(['a', 'gone', 'b'], ['b', 'a'], pointed), ['a', 'b'])
})

test('the row being handled keeps its place', () => {
  const held = { pointed: false, held: 'b' }
  assert.deepEqual(steady(['a', 'b', 'c'], ['c', 'a', 'b'], held), ['c', 'b', 'a'])
  assert.deepEqual(steady(['a', 'b'], ['a', 'c'], held), ['a', 'c'])
  assert.deepEqual(steady([], ['a', 'b'], held), ['a', 'b'])
})
