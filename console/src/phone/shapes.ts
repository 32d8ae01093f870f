// What the telephone says on the wire, and the answers its actions give.

/** Answer of POST /api/phone/session: a password for minutes, never the account's own. */
export interface PhoneSession {
  readonly sip_user: string
  readonly password: string
  readonly realm: string
  readonly ws_url: string
  readonly expires_at: string
  readonly capabilities: readonly Capability[]
  readonly can_record: boolean
}

export type Capability = 'hold' | 'transfer' | 'add_party' | 'listen' | 'early_digits' | 'play'

/** What this page is doing: the second truth beside the switch's own. */
export type PhoneDoing = 'idle' | 'ringing' | 'talking' | 'bridging'
export type MicState = 'ok' | 'none' | 'denied'

export interface PhoneReport {
  readonly state: PhoneDoing
  readonly contact_id: string | null
  readonly mic: MicState
  readonly registered: boolean
  readonly page: string // grows with time: of an account's pages the latest is the telephone
}

export type RecordedPart = 'waiting' | 'talk'

export interface Recording {
  readonly part: RecordedPart
  readonly stored: string
  readonly began_at: string
  readonly duration_s: number
}

/** Loudest sample of each 1/per_s second, 0 … 255, caller first. */
export interface Peaks {
  readonly channels: readonly (readonly number[])[]
  readonly per_s: number
}

/** Why the telephone of this page rests. */
export type OffReason = 'stopped' | 'no_telephone' | 'forbidden' | 'elsewhere' | 'unsupported'
export type LostReason = 'server' | 'edge' | 'refused'

export type LineState =
  | { readonly phase: 'off'; readonly why: OffReason }
  | { readonly phase: 'connecting' }
  | { readonly phase: 'registered' }
  | {
      readonly phase: 'lost'
      readonly reason: LostReason
      readonly since_ms: number
      readonly retry_at_ms: number
    }

/** Why something asked of the telephone did not happen: a key of the catalogue. */
export type Trouble =
  | 'not_registered'
  | 'nothing_rings'
  | 'no_talk'
  | 'already_talking'
  | 'bad_target'
  | 'busy'
  | 'no_answer'
  | 'unreachable'
  | 'rejected'
  | 'cancelled'
  | 'media'
  | 'connection'
  | 'no_line'

export type Done = { readonly ok: true } | { readonly ok: false; readonly why: Trouble }

export const DONE: Done = { ok: true }

export function failed(why: Trouble): Done {
  return { ok: false, why }
}

/** How a colleague takes part in somebody's conversation. */
export type JoinAs = 'listen' | 'talk' | 'take_over'

export type Role = 'caller' | 'third' | 'colleague'
