// A conversation that outlives the page. The media die with a reload, the dialog does not have to:
// its state is kept in this tab, and the new page sends a re-INVITE in it with a fresh offer. The
// caller's telephone answers as for any change of media and never learns that a page was reloaded.
import type { Role } from './shapes.ts'
import { PEER, type RTCSession, type Sip, type UA } from './sip.ts'

const KEY = 'siaga.phone.talks'
const CONTACT_KEY = 'siaga.phone.contact'
/** The relay drops a call without media after a minute; nobody waits longer than this anyway. */
export const FRESH_MS = 40_000

/** One leg, enough of RFC 3261's dialog state to speak in it again. */
export interface LegNote {
  readonly contact_id: string
  readonly account_id: string
  readonly role: Role
  readonly who: string
  readonly since_ms: number
  readonly taker_here: boolean
  readonly held?: boolean
  readonly placed?: string // id of the call we placed to them, "" for none
  readonly call_id: string
  readonly local_tag: string
  readonly remote_tag: string
  readonly local_seq: number
  readonly remote_seq: number
  readonly local_uri: string
  readonly remote_uri: string
  readonly remote_target: string
  readonly route_set: readonly string[]
}

export interface Kept {
  readonly seen_ms: number
  readonly legs: readonly LegNote[]
}

type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

export function keep(store: Store, legs: readonly LegNote[], now_ms: number): void {
  if (!legs.length) store.removeItem(KEY)
  else store.setItem(KEY, JSON.stringify({ seen_ms: now_ms, legs } satisfies Kept))
}

/** What the page before this one was talking about, told apart by whether it can still be saved. */
export function recall(
  store: Store,
  account_id: string,
  now_ms: number,
): { readonly alive: readonly LegNote[]; readonly gone: readonly LegNote[] } {
  const kept = read(store)
  store.removeItem(KEY)
  const mine = kept?.legs.filter((leg) => leg.account_id === account_id) ?? []
  const fresh = kept !== null && Math.abs(now_ms - kept.seen_ms) <= FRESH_MS
  return fresh ? { alive: mine, gone: [] } : { alive: [], gone: mine }
}

/** The user part of this tab's SIP contact: the same after a reload. */
export function contactUser(store: Store, fresh: () => string): string {
  const known = store.getItem(CONTACT_KEY)
  if (known) return known
  const made = fresh()
  store.setItem(CONTACT_KEY, made)
  return made
}

// Inside the library: fields of RTCSession and Dialog that its types do not show. A test builds a
// dialog with the installed version, so that an update which moves them is seen at once.
interface Uri {
  readonly user: string
  toString(): string
}
interface DialogInside {
  readonly _id: { call_id: string; local_tag: string; remote_tag: string }
  _local_seqnum: number | undefined
  readonly _remote_seqnum: number | undefined
  readonly _local_uri: Uri
  readonly _remote_uri: Uri
  readonly _remote_target: Uri
  readonly _route_set: readonly string[]
}
export interface SessionInside {
  _id: string
  _status: number
  _direction: 'incoming' | 'outgoing'
  _is_confirmed: boolean
  _contact: string
  _start_time: Date
  _local_identity: unknown
  _remote_identity: unknown
  _localMediaStream: MediaStream
  readonly _connection: RTCPeerConnection
  readonly _dialog: DialogInside | null | undefined
  _createDialog(message: unknown, type: 'UAS'): boolean
  _createRTCConnection(config: RTCConfiguration, constraints: null): void
  _sendReinvite(options: { eventHandlers: { succeeded(): void; failed(): void } }): void
  readonly _ua: { isConnected(): boolean }
}

export type LegOf = Pick<
  LegNote,
  'contact_id' | 'account_id' | 'role' | 'who' | 'since_ms' | 'taker_here' | 'held' | 'placed'
>

/** Null while the session has no confirmed dialog. */
export function note(session: RTCSession, leg: LegOf): LegNote | null {
  const dialog = (session as unknown as SessionInside)._dialog
  if (!dialog || !session.isEstablished()) return null
  return {
    ...leg,
    call_id: dialog._id.call_id,
    local_tag: dialog._id.local_tag,
    remote_tag: dialog._id.remote_tag,
    local_seq: dialog._local_seqnum ?? 0,
    remote_seq: dialog._remote_seqnum ?? 0,
    local_uri: dialog._local_uri.toString(),
    remote_uri: dialog._remote_uri.toString(),
    remote_target: dialog._remote_target.toString(),
    route_set: [...dialog._route_set],
  }
}

/** A session of the library that stands in the noted dialog, without media yet. */
export function rebuild(sip: Sip, ua: UA, old: LegNote): RTCSession {
  const { RTCSession: Session } = sip as unknown as { RTCSession: new (ua: UA) => RTCSession }
  const session = new Session(ua)
  const inside = session as unknown as SessionInside
  const local = { uri: parsed(sip, old.local_uri) }
  const remote = { uri: parsed(sip, old.remote_uri) }
  inside._id = old.call_id + old.remote_tag
  inside._direction = 'incoming'
  inside._status = 9 // confirmed
  inside._is_confirmed = true
  inside._contact = ua.contact.toString()
  inside._start_time = new Date(old.since_ms)
  inside._local_identity = local
  inside._remote_identity = remote
  inside._createDialog(requestOf(sip, old, { local, remote }), 'UAS')
  const dialog = inside._dialog
  if (!dialog) throw new Error('the SIP library made no dialog of what was kept')
  // Far enough ahead of anything the page before may have sent while it was dying.
  dialog._local_seqnum = old.local_seq + 10
  const { _sessions } = ua as unknown as { _sessions: Record<string, RTCSession> }
  _sessions[inside._id] = session
  return session
}

/** Offers fresh media in the old dialog; false when the other side is gone. */
export function reoffer(session: RTCSession, stream: MediaStream): Promise<boolean> {
  const inside = session as unknown as SessionInside
  inside._createRTCConnection(PEER, null)
  inside._localMediaStream = stream
  for (const track of stream.getTracks()) inside._connection.addTrack(track, stream)
  return new Promise((done) => {
    session.on('ended', () => done(false))
    session.on('failed', () => done(false))
    inside._sendReinvite({
      eventHandlers: { succeeded: () => done(true), failed: () => done(false) },
    })
  })
}

/** The relay lost this call or came back anew: the same sound over new paths, in the old dialog. */
export function repath(session: RTCSession): void {
  const inside = session as unknown as SessionInside
  if (!inside._ua.isConnected()) return // nothing can be asked, and trying would end the call
  inside._connection.restartIce()
  const nothing = () => undefined // whoever waits for the sound sees whether it came back
  inside._sendReinvite({ eventHandlers: { succeeded: nothing, failed: nothing } })
}

/** The library makes dialogs of requests: this one says what the first INVITE once said. */
function requestOf(
  sip: Sip,
  old: LegNote,
  { local, remote }: { readonly local: object; readonly remote: object },
): object {
  const headers: Readonly<Record<string, object>> = {
    to: local,
    from: remote,
    contact: { uri: parsed(sip, old.remote_target) },
  }
  return {
    call_id: old.call_id,
    to_tag: old.local_tag,
    from_tag: old.remote_tag,
    cseq: old.remote_seq,
    hasHeader: (name: string) => name in headers,
    parseHeader: (name: string) => headers[name],
    getHeaders: () => [...old.route_set],
  }
}

function parsed(sip: Sip, text: string): object {
  const uri = sip.URI.parse(text)
  if (!uri) throw new Error('a kept address is no SIP address')
  return uri
}

function read(store: Store): Kept | null {
  try {
    const kept = JSON.parse(store.getItem(KEY) ?? 'null') as Kept | null
    return kept && Array.isArray(kept.legs) ? kept : null
  } catch {
    return null
  }
}
