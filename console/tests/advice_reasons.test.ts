import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sorted } from '../src/screens/call_taker/advice/reasons.ts'
import type { Reason } from '../src/wire.ts'

const reason = (key: string, word: string, points = 100): Reason => ({ key, word, points })

const words = (...reasons: Reason[]) =>
  sorted(reasons).map(({ area, items }) => [area, ...items.map(({ word }) => word)])

test('words stand under what they speak for, the weightiest first', () => {
  assert.deepEqual(
    words(
      reason('category.c+fire', 'rumah * terbakar'),
      reason('emergency.w', 'terjebak'),
      reason('category.w', 'asap'),
      reason('prank.c+laugh', 'wkwk'),
    ),
    [
      ['category', 'rumah … terbakar', 'asap'],
      ['emergency', 'terjebak'],
      ['prank', 'wkwk'],
    ],
  )
})

test('what is part of a phrase already told is not told again', () => {
  const told = words(reason('category.c+fire', 'rumah terbakar'), reason('category.w', 'terbakar'))
  assert.deepEqual(told, [['category', 'rumah terbakar']])
})

test('what has no word of its own is not shown', () => {
  assert.deepEqual(
    words(
      reason('emergency.k', 'hurt+'),
      reason('emergency.x', 'grave&own+'),
      reason('category.s', 'length08'),
      reason('category.r', 'most fire'),
      reason('category.r+fire', 'r+fire'),
      reason('category.b', '^ <place>'),
    ),
    [],
  )
})

test('a cue that is taken back says so, and what speaks against is marked', () => {
  const [group] = sorted([reason('category.c-fire', 'kebakaran', -80)])
  assert.deepEqual(group?.items, [{ word: 'kebakaran', denied: true, against: true }])
})

test('a key of a newer reader is shown by its word', () => {
  assert.deepEqual(words(reason('something.new', 'asap')), [['other', 'asap']])
})
