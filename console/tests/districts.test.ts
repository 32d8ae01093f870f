import assert from 'node:assert/strict'
import { test } from 'node:test'
import { named, phonesOf } from '../src/screens/call_taker/handover/districts.ts'
import type { Telephone } from '../src/wire.ts'

const DISTRICTS = ['Maro Sebo', 'Maro Sebo Ulu', 'Mestong'].map((label) => ({
  id: `n/${label}`,
  label,
  hint: '',
}))

test('an address names its kecamatan by whole words, the longest first', () => {
  assert.equal(named('Jl. Lintas km 12, Kec. MESTONG', DISTRICTS), 'n/Mestong')
  assert.equal(named('Desa Sungai Rengas, Maro Sebo Ulu', DISTRICTS), 'n/Maro Sebo Ulu')
  assert.equal(named('Toko Mestongan', DISTRICTS), '')
  assert.equal(named(null, DISTRICTS), '')
})

test('numbers of the kecamatan stand first, those of another one not at all', () => {
  const phone = (number: string, ...districts: string[]) =>
    ({ number, name: { id: number, en: number }, source: 'uji', districts }) as Telephone
  const phones = [phone('1'), phone('2', 'Mestong'), phone('3', 'Maro Sebo')]
  const numbers = (district: string) => phonesOf({ phones }, district).map((one) => one.number)
  assert.deepEqual(numbers('n/Mestong'), ['2', '1'])
  assert.deepEqual(numbers(''), ['2', '3', '1'])
  assert.equal(phones[0]?.number, '1', 'the list of the place is left as it is')
})
