import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readOrder } from '../src/command_line.ts'

const UNITS = [{ id: 'amb-2', call_sign: 'AMB-2' }]
const PARTNERS = [{ id: 'mitra-pmi', call_sign: 'PMI' }]
const order = (line: string) => readOrder(line, UNITS, PARTNERS).order
const mistake = (line: string) => readOrder(line, UNITS, PARTNERS).mistake

test('a unit is called off with what its crew will read', () => {
  const text = 'sudah ditangani warga'
  assert.deepEqual(order(`:batal AMB-2 ${text}`), { verb: 'stand_down', unit: 'amb-2', text })
  assert.deepEqual(order(':batal amb2'), { verb: 'stand_down', unit: 'amb-2', text: '' })
})

test('a unit is re-assigned: to which incident, who agreed, why', () => {
  const divert = { verb: 'divert', unit: 'amb-2' }
  const text = 'henti jantung'
  assert.deepEqual(order(`:alih AMB-2 1234 kru ${text}`), {
    ...divert,
    incident: '1234',
    consent: 'crew',
    text,
  })
  assert.deepEqual(order(`:alih AMB-2 pemegang ${text}`), {
    ...divert,
    incident: null,
    consent: 'owner',
    text,
  })
  assert.deepEqual(order(`:alih AMB-2 K-2026-000012 ${text}`), {
    ...divert,
    incident: 'K-2026-000012',
    consent: null,
    text,
  })
  assert.equal(mistake(':alih AMB-2 1234 kru'), 'missing')
})

test('a partner answers, perhaps with how long it takes', () => {
  const coming = { verb: 'partner', partner: 'mitra-pmi', answer: 'coming' }
  assert.deepEqual(order(':mitra PMI datang 12'), { ...coming, minutes: 12 })
  assert.deepEqual(order(':mitra pmi datang'), { ...coming, minutes: null })
  assert.equal(mistake(':mitra pmi terbang'), 'unknown_stage')
  assert.equal(mistake(':mitra AMB-2 datang'), 'unknown_unit')
})

test('stand ready, and the next job', () => {
  assert.deepEqual(order(':siaga AMB-2'), { verb: 'stand_by', unit: 'amb-2' })
  assert.deepEqual(order(':antre AMB-2 77'), { verb: 'next', unit: 'amb-2', incident: '77' })
})
