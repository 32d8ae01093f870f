import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { qrOf } from '../src/screens/call_taker/field/qr.ts'

const drawn = (text: string) => qrOf(text).map((row) => row.map(Number).join('')).join('\n')

test('the size grows with the text, and too much is said', () => {
  assert.equal(qrOf('112').length, 21)
  assert.equal(qrOf('x'.repeat(60)).length, 33)
  assert.equal(qrOf('x'.repeat(213)).length, 57)
  assert.throws(() => qrOf('x'.repeat(214)))
})

test('three finders, two timing lines, one dark module', () => {
  for (const text of ['a', 'x'.repeat(100), 'x'.repeat(213)]) {
    const rows = qrOf(text)
    const last = rows.length - 1
    for (const [x, y] of [[0, 0], [last - 6, 0], [0, last - 6]] as const) {
      const finder = rows.slice(y, y + 7).map((row) => row.slice(x, x + 7).map(Number).join(''))
      assert.deepEqual(finder, ['1111111', '1000001', '1011101', '1011101', '1011101', '1000001', '1111111'])
    }
    for (let at = 8; at < last - 7; at += 1) {
      assert.equal(rows[6]?.[at], at % 2 === 0)
      assert.equal(rows[at]?.[6], at % 2 === 0)
    }
    assert.equal(rows[last - 7]?.[8], true)
  }
})

test('as a reader of another make read it (zxing-cpp 2, once, by hand)', () => {
  const sum = (text: string) => createHash('sha256').update(drawn(text)).digest('hex').slice(0, 16)
  assert.equal(sum('112'), '6daef7c651f5a746')
  assert.equal(sum('https://112.example.id/p/abcdefghijklmnopqrstuvwxyz'), '72b9703c89221e96')
  assert.equal(sum('t'.repeat(213)), '4e58a4cc39d0ee51')
})
