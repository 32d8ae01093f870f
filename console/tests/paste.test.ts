import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fieldsOf, firstChoice, occurredAt } from '../src/screens/call_taker/paste.ts'
import type { PastedMessage } from '../src/screens/call_taker/paste.ts'

const ZONE = 'Asia/Jakarta'
const word = (kind: string) => `[${kind}]`

function message(text: string, more: Partial<PastedMessage> = {}): PastedMessage {
  return {
    text,
    sender: 'Pak RT',
    number: null,
    sent_at: '2026-11-25T03:21:00Z',
    placeholder: null,
    points: [],
    numbers: [],
    closed_links: [],
    ...more,
  }
}

test('one message stands as it is', () => {
  const fields = fieldsOf([message('ada api', { placeholder: 'photo' })], ZONE, word)
  assert.equal(fields.words, '[photo] ada api')
  assert.equal(fields.name, 'Pak RT')
  assert.equal(fields.time, '10:21')
})

test('of several each line says when and who, and a name only when it is one', () => {
  const other = message('korban dua', { sender: null, number: '+6281200000001', sent_at: null })
  const fields = fieldsOf([message('ada api'), other], ZONE, word)
  assert.equal(fields.words, '[10:21] Pak RT: ada api\n+6281200000001: korban dua')
  assert.equal(fields.name, '')
  assert.equal(fields.number, '')
  assert.equal(fieldsOf([message('a'), message('b')], ZONE, word).name, 'Pak RT')
})

test('nothing chosen empties what was taken over', () => {
  assert.deepEqual(fieldsOf([], ZONE, word), {
    words: '',
    name: '',
    number: '',
    time: '',
    sent_at: '',
  })
})

test('of a long chat its end is chosen', () => {
  const chosen = firstChoice(Array.from({ length: 30 }, () => message('x')))
  assert.deepEqual([...chosen], [20, 21, 22, 23, 24, 25, 26, 27, 28, 29])
  assert.equal(firstChoice([message('x')]).size, 1)
})

test('the day of the message is kept until its time is corrected', () => {
  const sent = '2026-11-25T03:21:40Z'
  assert.equal(occurredAt('10:21', sent, ZONE), sent)
  assert.equal(occurredAt('10:22', sent, ZONE), '')
  assert.equal(occurredAt('', sent, ZONE), '')
  assert.equal(occurredAt('10:21', '', ZONE), '')
})
