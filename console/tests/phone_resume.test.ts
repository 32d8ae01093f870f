// A conversation over a reload, with the installed SIP library: its insides are what could move.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { FRESH_MS, contactUser, keep, note, rebuild, recall } from '../src/phone/resume.ts'
import type { LegNote } from '../src/phone/resume.ts'
import { loadSip, type RTCSession, type UA } from '../src/phone/sip.ts'

const OLD: LegNote = {
  contact_id: '018f3a2e-0000-7000-8000-00000000000c',
  account_id: 'op1',
  role: 'caller',
  who: '0812',
  since_ms: 1_000,
  taker_here: true,
  call_id: 'a7@trunk',
  local_tag: 'ours',
  remote_tag: 'theirs',
  local_seq: 4,
  remote_seq: 2,
  local_uri: 'sip:112@voice.example',
  remote_uri: 'sip:0812@trunk.example',
  remote_target: 'sip:caller@192.0.2.7:5060',
  route_set: ['<sip:192.0.2.1:443;transport=ws;lr;tk=op1>', '<sip:192.0.2.1:5060;lr>'],
}

class Tab implements Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> {
  readonly #kept = new Map<string, string>()
  getItem = (key: string) => this.#kept.get(key) ?? null
  setItem = (key: string, value: string) => void this.#kept.set(key, value)
  removeItem = (key: string) => void this.#kept.delete(key)
}

const sip = await loadSip()
const agents: (() => void)[] = []
after(() => agents.forEach((end) => end())) // else its timers keep the process for half a minute

/** An agent on a line of our own: what it sends is read, what arrives is given. */
function agent() {
  const sent: string[] = []
  const socket = {
    url: 'ws://192.0.2.1:443/sip',
    sip_uri: 'sip:192.0.2.1:443;transport=ws',
    via_transport: 'WS',
    connect: () => socket.onconnect(),
    disconnect: () => undefined,
    isConnected: () => true,
    isConnecting: () => false,
    send: (message: string) => sent.push(message) > 0,
    onconnect: () => undefined,
    ondisconnect: () => undefined,
    ondata: (_message: string): void => undefined,
  }
  const ua: UA = new sip.UA({
    sockets: [socket],
    uri: 'sip:op1@voice.example',
    contact_uri: 'sip:p1@p1.invalid;transport=ws',
    register: false,
    session_timers: false,
  } as unknown as ConstructorParameters<typeof sip.UA>[0])
  ua.start()
  const { transport } = ua as unknown as { transport: { disconnect(): void } }
  agents.push(() => transport.disconnect())
  return { ua, sent, hear: (message: string) => socket.ondata(message) }
}

test('what is kept comes back to its own account, once', () => {
  const tab = new Tab()
  keep(tab, [OLD], 10_000)
  assert.deepEqual(recall(tab, 'op1', 12_000), { alive: [OLD], gone: [] })
  assert.deepEqual(recall(tab, 'op1', 12_000), { alive: [], gone: [] })
  keep(tab, [OLD], 10_000)
  assert.deepEqual(recall(tab, 'op2', 12_000), { alive: [], gone: [] })
})

test('what is too old to be saved is told as lost', () => {
  const tab = new Tab()
  keep(tab, [OLD], 10_000)
  assert.deepEqual(recall(tab, 'op1', 10_001 + FRESH_MS), { alive: [], gone: [OLD] })
})

test('nothing is kept when nobody talks, and nonsense is no conversation', () => {
  const tab = new Tab()
  keep(tab, [OLD], 10_000)
  keep(tab, [], 11_000)
  assert.deepEqual(recall(tab, 'op1', 11_000), { alive: [], gone: [] })
  tab.setItem('siaga.phone.talks', '{"legs":7}')
  assert.deepEqual(recall(tab, 'op1', 11_000), { alive: [], gone: [] })
  tab.setItem('siaga.phone.talks', 'broken')
  assert.deepEqual(recall(tab, 'op1', 11_000), { alive: [], gone: [] })
})

test('the contact of a tab stays the same', () => {
  const tab = new Tab()
  assert.equal(contactUser(tab, () => 'p1'), 'p1')
  assert.equal(contactUser(tab, () => 'p2'), 'p1')
})

test('a rebuilt session speaks in the old dialog', () => {
  const { ua, sent } = agent()
  const session = rebuild(sip, ua, OLD)
  assert.equal(session.isEstablished(), true)
  ;(session as RTCSession & { sendRequest(method: string): void }).sendRequest('INFO')
  const message = sent.at(-1) ?? ''
  assert.match(message, /^INFO sip:caller@192\.0\.2\.7:5060 SIP\/2\.0\r\n/)
  const routes = [...message.matchAll(/^Route: (.*)\r$/gm)].map((route) => route[1])
  assert.deepEqual(routes, OLD.route_set)
  assert.match(message, /^To: <sip:0812@trunk\.example>;tag=theirs\r$/m)
  assert.match(message, /^From: (?:"[^"]*" )?<sip:112@voice\.example>;tag=ours\r$/m)
  assert.match(message, /^Call-ID: a7@trunk\r$/m)
  assert.match(message, /^CSeq: 15 INFO\r$/m) // ahead of what the page before may have sent
})

test('what was rebuilt can be kept again, for the next reload', () => {
  const session = rebuild(sip, agent().ua, OLD)
  const again = note(session, OLD)
  assert.deepEqual(again, { ...OLD, local_seq: OLD.local_seq + 10 })
})

test('the agent finds a rebuilt session when the other side hangs up', () => {
  const { ua, sent, hear } = agent()
  const session = rebuild(sip, ua, OLD)
  let ended = ''
  session.on('ended', ({ originator }) => (ended = originator))
  hear(
    [
      'BYE sip:p1@p1.invalid;transport=ws SIP/2.0',
      'Via: SIP/2.0/WS 192.0.2.1:443;branch=z9hG4bKbye',
      'From: <sip:0812@trunk.example>;tag=theirs',
      'To: <sip:112@voice.example>;tag=ours',
      'Call-ID: a7@trunk',
      'CSeq: 3 BYE',
      'Max-Forwards: 70',
      'Content-Length: 0',
      '\r\n',
    ].join('\r\n'),
  )
  assert.match(sent.at(-1) ?? '', /^SIP\/2\.0 200 OK\r\n/)
  assert.equal(ended, 'remote')
  assert.equal(session.isEnded(), true)
})
