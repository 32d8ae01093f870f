import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  age,
  countdown,
  dateOf,
  instantOf,
  isoDate,
  number,
  percent,
  readCoordinates,
  readTime,
  shortNumber,
  timeOfDay,
} from '../src/format.ts'

const S = 1000
const ZONE = 'Asia/Jakarta'

test('ages grow from seconds over minutes and hours to days', () => {
  assert.equal(age(15 * S, 'id'), '15 dtk')
  assert.equal(age(59.9 * S, 'id'), '59 dtk')
  assert.equal(age(200 * S, 'id'), '03:20')
  assert.equal(age(3600 * S, 'id'), '1 j 00 m')
  assert.equal(age((26 * 3600 + 5 * 60) * S, 'en'), '26 h 05 m')
  assert.equal(age(3 * 86_400 * S, 'id'), '3 hari')
  assert.equal(age(-5 * S, 'id'), '0 dtk')
})

test('a countdown goes on below zero', () => {
  assert.equal(countdown(45 * S), '00:45')
  assert.equal(countdown(-70 * S), '−01:10')
  assert.equal(countdown(3_725 * S), '1:02:05')
})

test('times and dates are the place’s, not the browser’s', () => {
  assert.equal(timeOfDay('2026-11-22T18:30:05Z', ZONE), '01:30')
  assert.equal(timeOfDay('2026-11-22T18:30:05Z', ZONE, true), '01:30:05')
  assert.equal(dateOf('2026-11-22T18:30:05Z', ZONE, 'id'), '23 Nov 2026')
  assert.equal(dateOf('2026-05-01T00:00:00Z', ZONE, 'id'), '1 Mei 2026')
  assert.equal(isoDate('2026-11-22T18:30:05Z', ZONE), '2026-11-23')
})

test('a wall clock time is today’s, or yesterday’s when today’s has not come', () => {
  const now_ms = Date.parse('2026-11-22T17:10:00Z') // 00:10 on the 23rd in the place
  assert.equal(instantOf('00:05', now_ms, ZONE), '2026-11-22T17:05:00.000Z')
  assert.equal(instantOf('23:50', now_ms, ZONE), '2026-11-22T16:50:00.000Z')
})

test('numbers carry the language’s separators', () => {
  assert.equal(number(1234, 'id'), '1.234')
  assert.equal(number(1234567.25, 'id', 1), '1.234.567,3')
  assert.equal(number(1234.5, 'en', 1), '1,234.5')
  assert.equal(number(-7, 'id'), '−7')
  assert.equal(percent(0.94, 'id'), '94%')
  assert.equal(shortNumber('K-2026-001234'), 'K-1234')
  assert.equal(shortNumber('LT-2026-000002'), 'LT-2')
})

test('coordinates are read as people paste them, and nonsense is not', () => {
  assert.deepEqual(readCoordinates('-1.6101, 103.6131'), { latitude: -1.6101, longitude: 103.6131 })
  assert.deepEqual(readCoordinates('-1.6101 103.6131'), { latitude: -1.6101, longitude: 103.6131 })
  assert.deepEqual(readCoordinates('-1,6101; 103,6131'), { latitude: -1.6101, longitude: 103.6131 })
  for (const wrong of ['', '0, 0', '103.6, -1.6, 5', 'Jl. Raden Patah RT 12', '999, 1', '-1.6']) {
    assert.equal(readCoordinates(wrong), null, wrong)
  }
})

test('an hour of the day is read as people type it, and nothing else is one', () => {
  for (const typed of ['21:40', '2140', ' 21.40 ', '21 40']) assert.equal(readTime(typed), '21:40')
  assert.equal(readTime('905'), '09:05')
  for (const typed of ['', '24:00', '21:60', '21', '9 pagi', '21:4']) assert.equal(readTime(typed), null)
})
