// Written by `python -m tools.wire` from the Python dataclasses; do not edit.

export type Instant = string // ISO 8601, UTC
export type Revealed = string | null // null: masked or erased

export interface Point {
  readonly latitude: number
  readonly longitude: number
  readonly address?: string
}

export type Refusal =
  | 'NOT_YOUR_REFERRAL'
  | 'NOT_YOUR_DISPATCH'
  | 'NOT_YOUR_UNIT'
  | 'NOT_YOUR_CALL'
  | 'ALREADY_EXISTS'
  | 'UNKNOWN_CONTACT'
  | 'CONTACT_ATTACHED'
  | 'CONTACT_WRAPPED_UP'
  | 'CONTACT_NOT_WRAPPED_UP'
  | 'CONTACT_ANSWERED'
  | 'CONTACT_MOVED_ON'
  | 'CONTACT_WROTE_AGAIN'
  | 'KIND_OF_SYSTEM'
  | 'KIND_NEEDS_NO_INCIDENT'
  | 'REASON_NEEDED'
  | 'UNKNOWN_INCIDENT'
  | 'INCIDENT_CLOSED'
  | 'INCIDENT_NOT_CLOSED'
  | 'INCIDENT_HAS_OPEN_DISPATCHES'
  | 'INCIDENT_HAS_OPEN_CHILDREN'
  | 'INCIDENT_HAS_OPEN_REFERRALS'
  | 'INCIDENT_HAS_UNANSWERED_CONTACTS'
  | 'PARENT_IS_CHILD'
  | 'ALREADY_OWNER'
  | 'UNIT_BUSY'
  | 'UNIT_OFF_DUTY'
  | 'UNIT_ON_DUTY'
  | 'UNIT_HAS_JOB'
  | 'ASK_THE_BASE'
  | 'REFERRAL_ONLY'
  | 'UNKNOWN_DISPATCH'
  | 'DISPATCH_OVER'
  | 'ILLEGAL_STAGE'
  | 'UNKNOWN_REFERRAL'
  | 'ILLEGAL_REFERRAL_STATE'
  | 'AGENCY_ALREADY_TASKED'
  | 'NOTHING_TO_DO'
  | 'UNKNOWN_ACCOUNT'
  | 'ACCOUNT_CLOSED'
  | 'PLACE_ALREADY_OPEN'
  | 'KIND_NEEDS_INCIDENT'
  | 'CONTACT_NOT_SAFE'
  | 'CONTACT_HAS_NO_CHAT'
  | 'CALL_OVER'
  | 'CALL_ANSWERED'
  | 'CALL_RINGING'
  | 'CALL_NOT_ANSWERED'
  | 'CALL_STILL_UP'
  | 'TAKER_BUSY'
  | 'TAKER_NOT_READY'
  | 'NO_NUMBER'
  | 'NUMBER_ON_INCIDENT'
  | 'NOT_RESTRICTED'
  | 'NOT_ON_CALL_BACK_LIST'
  | 'CALL_BACK_RUNNING'
  | 'ALREADY_ANNOUNCED'
  | 'NOT_ANNOUNCED'
  | 'SILENCE_NOT_PROVEN'

export type Channel =
  | 'phone'
  | 'whatsapp'
  | 'telegram'
  | 'sms'
  | 'web'
  | 'forwarded'
  | 'walk_in'

export type Safety =
  | 'safe'
  | 'text_only'
  | 'do_not_contact'

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

export type LocationSource =
  | 'gps'
  | 'pin'
  | 'area'
  | 'spoken'

export interface Location {
  readonly source: LocationSource
  readonly point: Point | null
  readonly area?: string | null
  readonly accuracy_m?: number | null
  readonly in_country: boolean
}

export type MessageKind =
  | 'text'
  | 'location'
  | 'media'
  | 'unreadable'

export interface Media {
  readonly media_type: string
  readonly stored?: string | null
  readonly voice: boolean
  readonly duration_s?: number | null
}

export type Change =
  | 'edited'
  | 'revoked'
  | 'reaction'

export interface MessageLine {
  readonly at: Instant
  readonly kind: MessageKind
  readonly inbound: boolean
  readonly text?: Revealed
  readonly location?: Location | null
  readonly media: readonly Media[]
  readonly message_id?: string | null
  readonly about?: string | null
  readonly change?: Change | null
  readonly forwarded: boolean
  readonly forwarded_often: boolean
  readonly shape: string
  readonly message: string
  readonly status: string
  readonly position: number
  readonly outbox_id: string
}

export type CallStage =
  | 'waiting'
  | 'talking'
  | 'call_back'
  | 'ended'

export interface QueueCard {
  readonly contact_id: string
  readonly channel: Channel
  readonly opened_at: Instant
  readonly last_message_at: Instant
  readonly unread: number
  readonly waiting_since_at: Instant | null
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
  readonly call?: CallStage | null
  readonly unreadable: number
}

export type CallState =
  | 'waiting'
  | 'ringing'
  | 'overflowing'
  | 'talking'
  | 'held'

export type CallerId =
  | 'shown'
  | 'hidden'
  | 'absent'
  | 'device'
  | 'strange'

export interface LikelihoodReason {
  readonly rule: string
  readonly points: number
  readonly count: number
}

export type Sign =
  | 'digit'
  | 'voice'

export interface SignLine {
  readonly at: Instant
  readonly sign: Sign
  readonly digit: string
  readonly answered: boolean
}

export type CallPath =
  | 'taker'
  | 'failsafe'
  | 'second_destination'

export type PartyKind =
  | 'agency'
  | 'taker'

export interface PartyLine {
  readonly kind: PartyKind
  readonly at: Instant
  readonly agency?: string | null
  readonly account_id?: string | null
}

export interface CallCard {
  readonly contact_id: string
  readonly offered_at: Instant
  readonly state: CallState
  readonly since_at: Instant
  readonly caller_id: CallerId
  readonly likely: number
  readonly head_start_s: number
  readonly front: boolean
  readonly reasons: readonly LikelihoodReason[]
  readonly subject?: string | null
  readonly number?: Revealed
  readonly location?: Location | null
  readonly taker?: string | null
  readonly missed_by: readonly string[]
  readonly signs: readonly SignLine[]
  readonly answered_at?: Instant | null
  readonly path?: CallPath | null
  readonly prompted_at?: Instant | null
  readonly listeners: readonly string[]
  readonly parties: readonly PartyLine[]
  readonly late: boolean
  readonly test: boolean
}

export type Doing =
  | 'away'
  | 'ready'
  | 'break'
  | 'ringing'
  | 'talking'
  | 'wrap_up'
  | 'missed'

export type BreakKind =
  | 'prayer'
  | 'meal'
  | 'toilet'
  | 'other'

export interface TakerCard {
  readonly account_id: string
  readonly doing: Doing
  readonly since_at: Instant
  readonly contact_id?: string | null
  readonly break_kind?: BreakKind | null
  readonly back_at?: Instant | null
  readonly after?: Doing | null
}

export type CallBackReason =
  | 'unanswered'
  | 'cut_off'
  | 'asked'

export interface CallBackCard {
  readonly contact_id: string
  readonly why: CallBackReason
  readonly wanted_at: Instant
  readonly due_at: Instant
  readonly offered_at: Instant
  readonly signed: boolean
  readonly tried: number
  readonly last_tried_at?: Instant | null
  readonly last_tried_by?: string | null
  readonly subject?: string | null
  readonly number?: Revealed
  readonly safety?: Safety | null
}

export interface AnnouncementCard {
  readonly incident_id: string
  readonly incident_type: string
  readonly since_at: Instant
  readonly until_at: Instant
  readonly area?: string | null
}

export interface RestrictionCard {
  readonly subject: string
  readonly reason: Revealed
  readonly by: string
  readonly since_at: Instant
  readonly until_at: Instant
  readonly number?: Revealed
}

export interface ServiceHour {
  readonly hour_at: Instant
  readonly offered: number
  readonly answered: number
  readonly unanswered: number
  readonly waits: Readonly<Record<string, number>>
  readonly late: readonly string[]
  readonly tests: readonly string[]
}

export type Priority =
  | 'P1'
  | 'P2'
  | 'P3'
  | 'P4'

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

export type Via =
  | 'console'
  | 'device'
  | 'radio'
  | 'phone'
  | 'chat_group'
  | 'in_person'
  | 'paper'

export interface DispatchLine {
  readonly unit_id: string
  readonly stage: Stage
  readonly stage_at: Instant
  readonly assigned_at: Instant
  readonly via: Via
  readonly hospital?: string | null
  readonly times: Readonly<Partial<Record<Stage, Instant>>>
  readonly ended: string
  readonly ended_at?: Instant | null
}

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

export type NeedReason =
  | 'no_free_unit'
  | 'declined'
  | 'waiting_for_police'
  | 'road_blocked'

export interface Need {
  readonly reason: NeedReason
  readonly since_at: Instant
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

export type OffDutyReason =
  | 'shift_end'
  | 'refuel'
  | 'cleaning'
  | 'broken'
  | 'crew_incomplete'

export interface UnitCard {
  readonly unit_id: string
  readonly status: string
  readonly since_at: Instant
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
  readonly objection?: Revealed
  readonly promised_at?: Instant | null
  readonly verify_by_at?: Instant | null
  readonly delivered_at?: Instant | null
  readonly accepted_at?: Instant | null
  readonly step: number
  readonly rings: boolean
  readonly via: Via
}

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

export type ActorKind =
  | 'person'
  | 'policy'
  | 'timer'
  | 'channel'
  | 'system'

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

export interface Text {
  readonly id: string
  readonly en: string
}

export type CoordinateQuality =
  | 'surveyed'
  | 'kelurahan'

export interface Position {
  readonly latitude: number
  readonly longitude: number
  readonly quality: CoordinateQuality
}

export type Authority =
  | 'own'
  | 'through_base'
  | 'request'

export interface WorkingHours {
  readonly days: readonly number[]
  readonly opens: string
  readonly closes: string
}

export interface Agency {
  readonly id: string
  readonly name: Text
  readonly short: string
  readonly authority: Authority
  readonly hours?: WorkingHours | null
  readonly phone: string
  readonly radio_channel: string
}

export interface Station {
  readonly id: string
  readonly name: string
  readonly agency: string
  readonly area: string
  readonly position: Position
}

export interface Unit {
  readonly id: string
  readonly call_sign: string
  readonly agency: string
  readonly station: string
  readonly kind: string
  readonly capabilities: readonly string[]
}

export interface Hospital {
  readonly id: string
  readonly name: string
  readonly area: string
  readonly position: Position
  readonly phone: string
}

export interface IncidentType {
  readonly id: string
  readonly name: Text
  readonly priority: Priority
  readonly parent?: string | null
  readonly agencies: readonly string[]
  readonly capabilities: readonly string[]
  readonly safety?: Safety | null
  readonly area_incident: boolean
  readonly words: readonly string[]
}

export interface Area {
  readonly code: string
  readonly name: string
  readonly district_code: string
  readonly district: string
  readonly latitude: number
  readonly longitude: number
  readonly area_km2: number
  readonly postcode: string
}

export interface Sla {
  readonly accept_s: Readonly<Partial<Record<Priority, number>>>
  readonly accept_working_s: Readonly<Partial<Record<Priority, number>>>
  readonly escalation_step_s: Readonly<Partial<Record<Priority, number>>>
  readonly verify_s: Readonly<Partial<Record<Priority, number>>>
  readonly unit_assigned_s: Readonly<Partial<Record<Priority, number>>>
  readonly answer_s: readonly (readonly [number, number])[]
}

export interface Cards {
  readonly 'queue': QueueCard
  readonly 'calls': CallCard
  readonly 'takers': TakerCard
  readonly 'call-backs': CallBackCard
  readonly 'announcements': AnnouncementCard
  readonly 'restrictions': RestrictionCard
  readonly 'service-level': ServiceHour
  readonly 'open-incidents': IncidentCard
  readonly 'units': UnitCard
  readonly 'referrals': ReferralCard
  readonly 'accounts': AccountCard
  readonly 'incident-story': StoryLine
}
