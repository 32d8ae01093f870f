import assert from 'node:assert/strict'
import { test } from 'node:test'
import { incidentByNumber, readOrder } from '../src/command_line.ts'

const UNITS = [
  { id: 'amb-1', call_sign: 'AMB-1' },
  { id: 'amb-2', call_sign: 'AMB-2' },
]
const order = (line: string) => readOrder(line, UNITS).order
const mistake = (line: string) => readOrder(line, UNITS).mistake

test('a unit is sent to a numbered incident, or to the open one', () => {
  assert.deepEqual(order(':kirim AMB-2 1234'), { verb: 'send', unit: 'amb-2', incident: '1234' })
  assert.deepEqual(order('kirim amb2'), { verb: 'send', unit: 'amb-2', incident: null })
  assert.deepEqual(order(':send AMB-1 12'), { verb: 'send', unit: 'amb-1', incident: '12' })
})

test('a status says who, what and how it was heard', () => {
  const heard = (via: string) => ({ verb: 'status', unit: 'amb-2', stage: 'on_scene', via })
  assert.deepEqual(order(':status AMB-2 tiba via HT'), heard('radio'))
  assert.deepEqual(order(':status AMB-2 tiba telepon'), heard('phone'))
  assert.deepEqual(order(':status AMB-2 tiba'), heard('radio'))
  assert.equal(mistake(':status AMB-2 terbang'), 'unknown_stage')
  assert.equal(mistake(':status AMB-2 tiba via merpati'), 'unknown_via')
})

test('the other orders', () => {
  assert.deepEqual(order(':siap AMB-1'), { verb: 'duty', unit: 'amb-1', ready: true })
  assert.deepEqual(order(':lepas AMB-1'), { verb: 'duty', unit: 'amb-1', ready: false })
  assert.deepEqual(order(':jenis 9'), { verb: 'kind', kind: 'prank' })
  assert.deepEqual(order(':catat ada dua korban'), { verb: 'note', text: 'ada dua korban' })
  assert.deepEqual(order(':ambil'), { verb: 'take', incident: null })
})

test('two incidents are merged or linked, the open one when only one is named', () => {
  const both = { incident: '1234', main: '1231' }
  assert.deepEqual(order(':gabung 1234 1231'), { verb: 'merge', ...both })
  assert.deepEqual(order(':gabung 1231'), { verb: 'merge', incident: null, main: '1231' })
  assert.deepEqual(order(':kait 1234 1231'), { verb: 'link', ...both })
  assert.equal(mistake(':gabung'), 'missing')
})

test('what is not understood is named', () => {
  assert.deepEqual(readOrder(':terbang AMB-1', UNITS), {
    order: null,
    mistake: 'unknown_verb',
    word: 'terbang',
  })
  assert.equal(mistake(':kirim AMB-9 12'), 'unknown_unit')
  assert.equal(mistake(':kirim'), 'missing')
  assert.equal(mistake(':jenis 12'), 'missing')
})

test('an incident is found by the digits of its number', () => {
  const incidents = [{ number: 'K-2026-001234' }, { number: 'K-2026-000034' }]
  assert.equal(incidentByNumber(incidents, '1234'), incidents[0])
  assert.equal(incidentByNumber(incidents, '34'), incidents[1])
  assert.equal(incidentByNumber(incidents, 'k-2026-000034'), incidents[1])
  assert.equal(incidentByNumber(incidents, '4'), null)
})
