import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  failure, filled, lacking, oneLine, preview,
} from '../src/screens/call_taker/conversation/replies.ts'
import {
  byDay, lineKey, merged, minutes, newestOfTheirs, newestPosition, quoted, unreadKeys,
} from '../src/screens/call_taker/conversation/thread.ts'
import { pieces } from '../src/unseen.ts'
import type { CannedReply, MessageLine, QueueCard, ReplyTemplate } from '../src/wire.ts'

let count = 0

function line(over: Partial<MessageLine> = {}): MessageLine {
  count += 1
  return {
    at: `2026-11-22T03:00:${String(count % 60).padStart(2, '0')}Z`,
    kind: 'text',
    inbound: true,
    media: [],
    before: [],
    forwarded: false,
    forwarded_often: false,
    shape: '',
    message: '',
    arguments: [],
    status: '',
    error: '',
    resent: false,
    position: count,
    outbox_id: '',
    message_id: `m${count}`,
    text: `pesan ${count}`,
    ...over,
  }
}

const card = (messages: readonly MessageLine[], over: Partial<QueueCard> = {}) =>
  ({ contact_id: 'c', unread: 0, messages, ...over }) as QueueCard

test('older lines and those of the card are each shown once, the newer knowledge wins', () => {
  const [first, second] = [line(), line()]
  const now = { ...second, reaction: '👍' }
  assert.deepEqual(merged([first, second], [now]), [first, now])
})

test('a line without an id of its own is known by its place in the logbook', () => {
  const nudge = line({ message_id: null, message: 'busy', position: 9 })
  const sent = { ...nudge, status: 'sent', outbox_id: 'o1' }
  assert.equal(merged([nudge], [sent]).length, 1)
})

test('lines stand by the time they were written, whenever they came', () => {
  const late = line({ at: '2026-11-20T03:00:00Z' })
  const early = line()
  assert.deepEqual(merged([], [early, late]), [late, early])
  const days = byDay(merged([], [early, late]), (one) => one.at.slice(0, 10))
  assert.deepEqual(days.map((day) => day.date), ['2026-11-20', '2026-11-22'])
})

test('what is unread is marked, also when it stands far above', () => {
  const read = line()
  const late = line({ at: '2026-11-20T03:00:00Z' })
  const thumb = line({ change: 'reaction' })
  const own = line({ inbound: false })
  assert.deepEqual([...unreadKeys(card([read, late, thumb, own], { unread: 1 }))], [lineKey(late)])
  const seen = card([read, late, own], { seen_message: read.message_id ?? null })
  assert.deepEqual([...unreadKeys(seen)], [lineKey(late)])
  assert.equal(unreadKeys(card([read, late])).size, 0)
})

test('what was edited last is the newest that was before the eyes', () => {
  const edited = line()
  const last = line()
  const lines = [{ ...edited, position: 99 }, last]
  assert.equal(newestPosition(lines), 99)
  assert.equal(newestOfTheirs(lines)?.message_id, edited.message_id)
  assert.equal(newestPosition([]), 0)
})

test('a quoted message is found by its id, ours by its outbox row', () => {
  const theirs = line()
  const ours = line({ inbound: false, outbox_id: 'o7' })
  assert.equal(quoted([theirs, ours], theirs.message_id), theirs)
  assert.equal(quoted([theirs, ours], 'o7'), ours)
  assert.equal(quoted([theirs, ours], undefined), undefined)
})

test('characters that turn the text around them are shown, not obeyed', () => {
  assert.deepEqual(pieces('foto\u202egpj.exe'), [
    { text: 'foto', hidden: false },
    { text: 'RLO', hidden: true },
    { text: 'gpj.exe', hidden: false },
  ])
  assert.deepEqual(pieces('مرحبا 🙏'), [{ text: 'مرحبا 🙏', hidden: false }])
  assert.deepEqual(pieces(''), [])
})

const REPLY: CannedReply = {
  id: 'on_the_way',
  name: { id: 'Berangkat', en: 'On its way', local: '' },
  text: { id: '{unit} ke {place}: {eta}', en: '{unit} to {place}: {eta}', local: '' },
  ask_location: false,
}

test('a ready reply says what is known and names what is not', () => {
  const values = { place: 'Legok', eta: 'belum diketahui', unit: '' }
  const text = filled(REPLY, 'id', values)
  assert.equal(text, '[unit] ke Legok: belum diketahui')
  assert.deepEqual(lacking(text, [REPLY]), ['unit'])
  assert.deepEqual(lacking('AMB-1 ke Legok [RT 5]', [REPLY]), [])
  assert.equal(filled(REPLY, 'local', { ...values, unit: 'AMB-1' }), 'AMB-1 ke Legok: belum diketahui')
})

test('a template is shown as it will be read', () => {
  const template = { body: 'Laporan {{1}}: {{2}}. Balas.' } as ReplyTemplate
  assert.equal(preview(template, ['K-1', ' ']), 'Laporan K-1: {{2}}. Balas.')
  assert.equal(preview(template, ['K-1', 'selesai']), 'Laporan K-1: selesai. Balas.')
  assert.equal(oneLine(' dua\n  baris '), 'dua baris')
})

test('a failure says what can be done', () => {
  assert.equal(failure('failed', '131047'), 'window')
  assert.equal(failure('failed', '131026'), 'unreachable')
  assert.equal(failure('failed', 'no_sender'), 'no_sender')
  assert.equal(failure('expired', 'deadline'), 'late')
  assert.equal(failure('failed', '999'), 'other')
})

test('a voice note is as long as a clock shows', () => {
  assert.equal(minutes(7.2), '0:07')
  assert.equal(minutes(754), '12:34')
  assert.equal(minutes(-1), '0:00')
})
