// The SIP library behind one small door. It is loaded when a telephone is wanted, not before.
import type { RTCSession } from 'jssip/lib/RTCSession'
import type { UA } from 'jssip/lib/UA'
import { derivedId } from '../ids.ts'
import type { PhoneSession, Trouble } from './shapes.ts'

export type { RTCSession, UA }
export type Sip = typeof import('jssip')

export const RETRY_S = 2
const REGISTER_EXPIRES_S = 60
const RING_AT_MOST_S = 120 // the switch decides how long a turn lasts; this only ends a ghost

export const CONTACT_HEADER = 'X-Siaga-Contact'
export const JOIN_HEADER = 'X-Siaga-Join'
const CALL_HEADER = 'X-Siaga-Call'

/**
 * Whose contact a ringing call is. When the room is away the switch rings us by itself and tells
 * only the Call-ID, in hex: the room derives the same id from it once it is back.
 */
export async function contactOf(
  header: (name: string) => string | undefined,
): Promise<string | undefined> {
  const contact_id = header(CONTACT_HEADER)
  const call = header(CALL_HEADER) ?? ''
  if (contact_id || !/^([0-9a-f]{2})+$/.test(call)) return contact_id
  const text = String.fromCharCode(...(call.match(/../g) ?? []).map((pair) => parseInt(pair, 16)))
  return derivedId('phone', text)
}

const NUMBER = /^\+?[0-9*#]{2,20}$/
const ACCOUNT = /^(?=.*[a-z-])[0-9a-z][0-9a-z-]{2,63}$/

export async function loadSip(): Promise<Sip> {
  const loaded = (await import('jssip')) as Sip & { readonly default?: Sip }
  return loaded.default ?? loaded
}

/**
 * No GRUU (a public one breaks the way of ACK and BYE), no session timers (the edge keeps its own
 * clock), a contact that stays the same over a reload so that the other side still finds us.
 */
export function openAgent(
  sip: Sip,
  session: PhoneSession,
  account_id: string,
  { contact_user }: { readonly contact_user: string },
): UA {
  const socket = new sip.WebSocketInterface(session.ws_url)
  return new sip.UA({
    sockets: [socket],
    uri: `sip:${account_id}@${session.realm}`,
    contact_uri: `sip:${contact_user}@${contact_user}.invalid;transport=ws`,
    authorization_user: session.sip_user,
    password: session.password,
    register: true,
    register_expires: REGISTER_EXPIRES_S,
    no_answer_timeout: RING_AT_MOST_S,
    session_timers: false,
    use_preloaded_route: false,
    connection_recovery_min_interval: RETRY_S,
    connection_recovery_max_interval: RETRY_S,
  })
}

/** What may be dialled: a number as people write it, or an account; null for anything else. */
export function target(wanted: string): string | null {
  const number = wanted.replace(/[\s().-]/g, '')
  if (NUMBER.test(number)) return number
  return ACCOUNT.test(wanted) ? wanted : null
}

/** Everything a browser needs to send and hear: no STUN, and no bundle, which the relay lacks. */
export const PEER: RTCConfiguration = { iceServers: [] }

const TROUBLE_OF_CODE: Readonly<Record<number, Trouble>> = {
  403: 'rejected',
  404: 'unreachable',
  408: 'no_answer',
  410: 'unreachable',
  480: 'unreachable',
  486: 'busy',
  487: 'cancelled',
  488: 'media',
  501: 'no_line',
  600: 'busy',
  603: 'rejected',
}

/** Why a call of ours came to nothing, from the last status and the library's own word. */
export function troubleOf(status: number | undefined, cause: string): Trouble {
  const known = status === undefined ? undefined : TROUBLE_OF_CODE[status]
  if (known) return known
  if (cause === 'Canceled') return 'cancelled'
  if (cause === 'Request Timeout' || cause === 'No Answer') return 'no_answer'
  if (cause === 'Connection Error') return 'connection'
  if (cause === 'WebRTC Error' || cause === 'Bad Media Description') return 'media'
  return 'unreachable'
}
