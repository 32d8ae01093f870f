import assert from 'node:assert/strict'
import { test } from 'node:test'
import { withSaid, type Said } from '../src/parts/patient/ahead.ts'
import type { PatientsCard } from '../src/wire.ts'

const AT = '2026-03-02T03:00:00.000Z'
const EMPTY: PatientsCard = {
  incident_id: 'i-1',
  incident_number: 'K-2026-000001',
  incident_type: 'fire.building',
  priority: 'P1',
  units: { 'd-1': 'amb-1' },
  driving: {},
  drove_at: {},
  patients: {},
}
const say = (name: string, body: Said['body'], id = `id-${name}`, at = AT): Said => ({ id, name, at, body })
const TWO = say('register-patients', { incident_id: 'i-1', count: 2, dispatch_id: 'd-1' }, 'p-1')

test('whoever is written down without signal can be described at once', () => {
  const own = { incident_id: 'i-1', patient_id: 'p-1-2' }
  const { patients } = withSaid(EMPTY, [
    TWO,
    say('sort-patient', { ...own, colour: 'immediate' }),
    say('take-vitals', { ...own, vitals: { pulse: 118 } }),
    say('describe-patient', { ...own, condition: { allergies: 'Penisilin' } }),
    say('describe-patient', { ...own, identity: { sex: 'female' } }),
  ])
  assert.deepEqual(Object.keys(patients), ['p-1', 'p-1-2'])
  const { ordinal, unit_id, colour, vitals, condition, identity, unsent } = patients['p-1-2']!
  assert.deepEqual({ ordinal, unit_id, colour, unsent }, {
    ordinal: 2, unit_id: 'amb-1', colour: 'immediate', unsent: true,
  })
  assert.deepEqual(vitals.map((one) => one.vitals), [{ pulse: 118 }])
  assert.deepEqual([condition, identity], [{ allergies: 'Penisilin' }, { sex: 'female' }])
  assert.deepEqual(EMPTY.patients, {}, 'the card itself stays what the server said')
})

test('what the card has already is not shown twice while its answer settles', () => {
  const own = { incident_id: 'i-1', patient_id: 'p-1' }
  const vitals = say('take-vitals', { ...own, vitals: { pulse: 90 } })
  const first = withSaid(EMPTY, [TWO, vitals])
  const known = { ...first, patients: { ...first.patients } }
  const again = withSaid(known, [TWO, vitals])
  assert.equal(Object.keys(again.patients).length, 2)
  assert.equal(again.patients['p-1']!.vitals.length, 1)
  assert.equal(again.patients['p-1-2'], known.patients['p-1-2'])
})

test('words about somebody this phone does not know are left out, an end is shown', () => {
  const { patients } = withSaid(EMPTY, [
    say('sort-patient', { patient_id: 'stranger', colour: 'minor' }),
    TWO,
    say('end-patient', { patient_id: 'p-1', ending: 'refused' }),
  ])
  assert.equal(patients['stranger'], undefined)
  assert.deepEqual([patients['p-1']!.ending, patients['p-1']!.ended_at], ['refused', AT])
})
