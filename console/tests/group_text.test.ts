import assert from 'node:assert/strict'
import { test } from 'node:test'
import { groupText, type Told } from '../src/parts/task/group_text.ts'

const TOLD: Told = {
  drill: false,
  city: 'Kota Uji',
  room: '112',
  zone: 'Asia/Jakarta',
  zone_name: 'WIB',
  priority: 'P1',
  type: 'Kebakaran *bangunan*',
  number: 'K-2026-000012',
  task: 'T-2026-000007',
  since: '2026-11-26T11:02:00Z',
  area: 'Legok, Danau Sipin',
  hushed: false,
  point: { latitude: -1.6101, longitude: 103.6131, address: 'Jl. Mawar RT 12' },
  accuracy_m: 12,
  due: { at: '2026-11-26T11:07:00Z', accepted: false },
  link: 'https://contoh.id/t/abc',
}

test('a duty officer reads what, where, until when and where to answer', () => {
  assert.equal(
    groupText(TOLD),
    [
      '*P1 Kebakaran bangunan*',
      'K-2026-000012 · T-2026-000007 · masuk 18:02 WIB',
      'Lokasi: Jl. Mawar RT 12 · Legok, Danau Sipin',
      'Peta (± 12 m): https://maps.google.com/?q=-1.6101,103.6131',
      '*Terima sebelum 26 Nov 2026 18:07 WIB*',
      'Terima dan laporkan selesai di sini, tanpa akun:',
      'https://contoh.id/t/abc',
      'Ruang 112 Kota Uji: telepon 112',
    ].join('\n'),
  )
})

test('a drill says so first', () => {
  assert.match(groupText({ ...TOLD, drill: true }), /^\*LATIHAN, bukan kejadian sebenarnya\*\n/)
})

test('where somebody must be protected, a group learns neither address nor map', () => {
  const text = groupText({ ...TOLD, hushed: true, meeting: { latitude: -1.6, longitude: 103.6 } })
  assert.doesNotMatch(text, /Mawar|maps|103/)
  assert.match(text, /Lokasi: Legok/)
  assert.match(text, /Buka tautan/)
})
