import assert from 'node:assert/strict'
import { test } from 'node:test'
import { EventParser } from '../src/event_parser.ts'

const TEXT =
  ': hello\n\nid: abc:7\ndata: {"a":1}\n\n' +
  'event: beat\ndata: {"b":\ndata: 2}\r\n\r\nevent: empty\n\n'

test('events are the same however the text is cut', () => {
  const whole = new EventParser().feed(TEXT)
  assert.deepEqual(whole, [
    { event: 'message', data: '{"a":1}', id: 'abc:7' },
    { event: 'beat', data: '{"b":\n2}', id: 'abc:7' },
  ])
  for (let size = 1; size < TEXT.length; size += 1) {
    const parser = new EventParser()
    const events = []
    for (let at = 0; at < TEXT.length; at += size)
      events.push(...parser.feed(TEXT.slice(at, at + size)))
    assert.deepEqual(events, whole, `pieces of ${size}`)
  }
})
