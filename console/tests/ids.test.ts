import assert from 'node:assert/strict'
import { test } from 'node:test'
import { derivedId, uuid7 } from '../src/ids.ts'

const FORM = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

test('an id has the form of a UUID of version 7 and holds its time', () => {
  const at_ms = Date.parse('2026-11-22T10:00:00Z')
  const id = uuid7(at_ms)
  assert.match(id, FORM)
  assert.equal(Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16), at_ms)
})

test('later ids sort after earlier ones, and no two are the same', () => {
  const ids = Array.from({ length: 500 }, (_, at) => uuid7(1_800_000_000_000 + at))
  assert.deepEqual(ids.toSorted(), ids)
  assert.equal(new Set(Array.from({ length: 5000 }, () => uuid7(1))).size, 5000)
})

test('a derived id is the one the room derives from the same parts', async () => {
  assert.equal(await derivedId('phone', '1-5791@127.0.0.1'), 'f5930336-43a5-5a08-96c4-cbf61de00740')
})
