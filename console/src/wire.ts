// What travels between server and console. Mirrors the dataclasses of siaga/boards, siaga/language
// and the HTTP doors. Vault contents arrive revealed (string), masked ones as null.

export type * from './wire_place.ts'

export type Language = 'id' | 'en'
export type Text = Readonly<Record<Language, string>>
export type Instant = string // ISO 8601, UTC
export type Revealed = string | null

export type Priority = 'P1' | 'P2' | 'P3' | 'P4'
export type Channel = 'phone' | 'whatsapp' | 'web' | 'forwarded' | 'walk_in'
export type ContactKind =
  | 'emergency'
  | 'service'
  | 'information'
  | 'addition'
  | 'outside'
  | 'accidental'
  | 'test'
  | 'silent'
  | 'prank'
  | 'unanswered'
  | 'cut_off'
export type Safety = 'safe' | 'text_only' | 'do_not_contact'
export type MessageKind = 'text' | 'location' | 'media' | 'unreadable'
export type Via = 'console' | 'device' | 'radio' | 'phone' | 'chat_group' | 'in_person' | 'paper'
export type LocationSource = 'gps' | 'pin' | 'area' | 'spoken'
export type Stage =
  | 'assigned'
  | 'notified'
  | 'acknowledged'
  | 'en_route'
  | 'on_scene'
  | 'first_action'
  | 'transporting'
  | 'at_hospital'
  | 'handed_over'
  | 'clear'
export type ReferralState =
  | 'sent'
  | 'delivered'
  | 'accepted'
  | 'declined'
  | 'in_progress'
  | 'done'
  | 'verified'
  | 'handed_back'
  | 'taken_back'
export type NeedReason = 'no_free_unit' | 'declined' | 'waiting_for_police' | 'road_blocked'
export type OffDutyReason = 'shift_end' | 'refuel' | 'cleaning' | 'broken' | 'crew_incomplete'
export type Authority = 'own' | 'through_base' | 'request'
export type ActorKind = 'person' | 'policy' | 'timer' | 'channel' | 'system'
export type Role =
  | 'call_taker'
  | 'shift_lead'
  | 'trainee'
  | 'dispatcher'
  | 'agency_desk'
  | 'field_crew'
  | 'hospital_desk'
  | 'duty_doctor'
  | 'supervisor'
  | 'head'
  | 'administrator'
  | 'auditor'

export interface Point {
  readonly latitude: number
  readonly longitude: number
  readonly address?: string
}

export interface Location {
  readonly source: LocationSource
  readonly point: Point | null
  readonly area?: string | null
  readonly accuracy_m?: number | null
  readonly in_country?: boolean
}

/** A location as a command carries it; the door makes a claim of it. */
export interface LocationGiven {
  latitude?: number
  longitude?: number
  accuracy_m?: number
  source: LocationSource
  address?: string
  area?: string
}

export interface Media {
  readonly media_type: string
  readonly stored?: string | null
}

export interface MessageLine {
  readonly at: Instant
  readonly kind: MessageKind
  readonly inbound: boolean
  readonly text?: Revealed
  readonly location?: Location | null
  readonly media: readonly Media[]
  readonly forwarded: boolean
  readonly shape: string
  readonly message: string // of an automatic one: its key in the place's messages
  readonly status: string
}

export interface QueueCard {
  readonly contact_id: string
  readonly channel: Channel
  readonly opened_at: Instant
  readonly last_message_at: Instant
  readonly unread: number
  readonly waiting_since: Instant | null
  readonly safety: Safety
  readonly answered_at?: Instant | null
  readonly answered_by?: string | null
  readonly kind?: ContactKind | null
  readonly name?: Revealed
  readonly number?: Revealed
  readonly forwarded_by?: Revealed
  readonly area?: string | null
  readonly location?: Location | null
  readonly messages: readonly MessageLine[]
  readonly incident_id?: string | null
  readonly previous?: string | null
  readonly late: boolean
  readonly unreadable: number
}

export interface DispatchLine {
  readonly unit_id: string
  readonly stage: Stage
  readonly stage_at: Instant
  readonly assigned_at: Instant
  readonly via: Via
  readonly hospital?: string | null
  readonly times: Readonly<Partial<Record<Stage, Instant>>>
}

export interface ReferralLine {
  readonly number: string
  readonly agency: string
  readonly state: ReferralState
  readonly state_at: Instant
  readonly accept_by_at: Instant
  readonly verify_by_at?: Instant | null
  readonly step: number
  readonly rings: boolean
  readonly via: Via
}

export interface NoteLine {
  readonly at: Instant
  readonly by: string
  readonly note: Revealed
}

export interface Need {
  readonly reason: NeedReason
  readonly since: Instant
  readonly recheck_at: Instant
  readonly next_free_at?: Instant | null
  readonly capability?: string | null
  readonly due: boolean
}

export interface IncidentCard {
  readonly incident_id: string
  readonly number: string
  readonly incident_type: string
  readonly priority: Priority
  readonly clock_start_at: Instant
  readonly opened_at: Instant
  readonly owner: string
  readonly location?: Location | null
  readonly contact_ids: readonly string[]
  readonly callers: number
  readonly parent_id?: string | null
  readonly children: readonly string[]
  readonly dispatches: Readonly<Record<string, DispatchLine>>
  readonly past_dispatches: Readonly<Record<string, DispatchLine>>
  readonly referrals: Readonly<Record<string, ReferralLine>>
  readonly notes: readonly NoteLine[]
  readonly need?: Need | null
  readonly first_assigned_at?: Instant | null
  readonly reopened: number
}

export interface ReferralCard {
  readonly referral_id: string
  readonly number: string
  readonly incident_id: string
  readonly incident_number: string
  readonly incident_type: string
  readonly priority: Priority
  readonly agency: string
  readonly state: ReferralState
  readonly state_at: Instant
  readonly sent_at: Instant
  readonly accept_by_at: Instant
  readonly location?: Location | null
  readonly note?: Revealed
  readonly answer?: Revealed
  readonly proof: readonly Media[]
  readonly objection?: Revealed // why the proof was rejected
  readonly promised_at?: Instant | null
  readonly verify_by_at?: Instant | null
  readonly delivered_at?: Instant | null
  readonly accepted_at?: Instant | null
  readonly step: number
  readonly rings: boolean
  readonly via: Via
}

export interface UnitCard {
  readonly unit_id: string
  readonly status: 'off_duty' | 'available' | Stage
  readonly since: Instant
  readonly on_duty: boolean
  readonly crew_count?: number | null
  readonly off_reason?: OffDutyReason | null
  readonly back_at?: Instant | null
  readonly dispatch_id?: string | null
  readonly incident_id?: string | null
  readonly stage?: Stage | null
  readonly hospital?: string | null
  readonly via: Via
}

export interface AccountCard {
  readonly account_id: string
  readonly name: Revealed
  readonly roles: readonly Role[]
  readonly opened_at: Instant
  readonly agency?: string | null
  readonly units: readonly string[]
  readonly hospital?: string | null
  readonly last_sign_in_at?: Instant | null
  readonly closed: boolean
}

export interface StoryLine {
  readonly position: number
  readonly type: string
  readonly occurred_at: Instant
  readonly recorded_at: Instant
  readonly actor_kind: ActorKind
  readonly actor: string
  readonly via: Via
  readonly fact: Readonly<Record<string, unknown>>
  readonly number?: string | null
}

/** One figure of the statistics; `unit` is printed under it. */
export interface StatisticCard {
  readonly unit: string
  readonly rows: readonly Readonly<Record<string, string | number | null>>[]
}

export interface Statistics {
  readonly counted_at: Instant
  readonly cards: Readonly<Record<string, StatisticCard>>
}

// ---- boards and signals

export interface Cards {
  queue: QueueCard
  'open-incidents': IncidentCard
  units: UnitCard
  referrals: ReferralCard
  accounts: AccountCard
  statistics: StatisticCard
  'incident-story': StoryLine
}
export type BoardName = keyof Cards

export interface PositionSignal {
  readonly latitude: number
  readonly longitude: number
  readonly accuracy_m: number
  readonly speed_ms?: number | null
}
export interface PresenceSignal {
  readonly seat: string
  readonly doing: 'ready' | 'talking' | 'wrap_up' | 'break'
}
export interface DraftField {
  readonly value: string
  readonly by: string
  readonly at: Instant
}
export type DraftSignal = Readonly<Record<string, DraftField>>

export interface Signal {
  readonly kind: 'position' | 'presence' | 'draft' | 'typing'
  readonly key: string
  readonly value: unknown
  readonly at: Instant
}

// ---- answers to commands

export interface Accepted {
  readonly ok: true
  readonly position: number
  readonly lineage?: string
  readonly id?: string
  readonly number?: string
}
export interface Denied {
  readonly ok: false
  readonly status: number // HTTP; 0: the server was not reached
  readonly refusal?: string
  readonly message: string
  readonly field?: string
  readonly legal?: readonly string[]
}
export type Answer = Accepted | Denied
