import assert from 'node:assert/strict'
import { test } from 'node:test'
import { rises } from '../src/screens/statistics/figures.ts'
import { before, periodOf } from '../src/screens/statistics/period.ts'

const ZONE = 'Asia/Jakarta'
const LATE_EVENING_MS = Date.parse('2026-03-30T18:00:00Z') // already the 31st in the zone

test('periods are days of the place, not of UTC', () => {
  assert.deepEqual(periodOf('today', LATE_EVENING_MS, ZONE), { from: '2026-03-31', to: '2026-03-31' })
  assert.deepEqual(periodOf('week', LATE_EVENING_MS, ZONE), { from: '2026-03-25', to: '2026-03-31' })
  assert.deepEqual(periodOf('last_month', LATE_EVENING_MS, ZONE), {
    from: '2026-02-01',
    to: '2026-02-28',
  })
})

test('a running month is compared with as many days of the month before, at most all of them', () => {
  assert.deepEqual(before({ from: '2026-11-01', to: '2026-11-22' }, 'month'), {
    from: '2026-10-01',
    to: '2026-10-22',
  })
  assert.deepEqual(before({ from: '2026-03-01', to: '2026-03-31' }, 'month'), {
    from: '2026-02-01',
    to: '2026-02-28',
  })
  assert.deepEqual(before({ from: '2026-02-01', to: '2026-02-28' }, 'last_month'), {
    from: '2026-01-01',
    to: '2026-01-31',
  })
  assert.deepEqual(before({ from: '2026-01-05', to: '2026-01-07' }, 'custom'), {
    from: '2026-01-02',
    to: '2026-01-04',
  })
})

test('what rose is ordered by how many more there were', () => {
  const now = [
    { key: 'a', count: 9 },
    { key: 'b', count: 5 },
    { key: 'c', count: 4 },
    { key: 'd', count: 2 },
  ]
  const earlier = [
    { key: 'a', count: 8 },
    { key: 'c', count: 7 },
    { key: 'd', count: 2 },
  ]
  assert.deepEqual(rises(now, earlier), [
    { key: 'b', before: 0, count: 5 },
    { key: 'a', before: 8, count: 9 },
  ])
})
