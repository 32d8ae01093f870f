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
  | 'NOT_YOUR_CONVERSATION'
  | 'NOT_MEDICAL_LEAD'
  | 'NOT_YOUR_PATIENT'
  | 'NOT_YOUR_HOSPITAL'
  | 'NOT_YOUR_INCIDENT'
  | 'NOT_YOUR_PASS'
  | 'NOT_OF_AN_AGENCY'
  | 'OUTSIDE_THE_PASS'
  | 'NOT_YOUR_CASE'
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
  | 'PARENT_AND_CHILD'
  | 'SAME_INCIDENT'
  | 'INCIDENT_MERGED'
  | 'INCIDENT_NOT_MERGED'
  | 'INCIDENT_HAS_MERGED'
  | 'AREA_INCIDENT_ONLY_LINKS'
  | 'TOO_MANY_TOGETHER'
  | 'ALREADY_OWNER'
  | 'UNIT_BUSY'
  | 'UNIT_OFF_DUTY'
  | 'UNIT_MOVED_ON'
  | 'UNIT_NOT_BUSY'
  | 'UNIT_HAS_NEXT'
  | 'UNIT_HAS_NO_NEXT'
  | 'LAST_UNIT'
  | 'BORDER_ASK_HEAD'
  | 'BORDER_HAND_OVER'
  | 'CONSENT_NEEDED'
  | 'PATIENT_ABOARD'
  | 'PARTNER_BUSY'
  | 'NOT_PRE_ALERTED'
  | 'NOTHING_TO_SETTLE'
  | 'POST_NEEDS_RT'
  | 'UNIT_ON_DUTY'
  | 'UNIT_HAS_JOB'
  | 'ASK_THE_BASE'
  | 'BASE_NOT_ASKED'
  | 'UNIT_HAS_NO_BASE'
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
  | 'UNKNOWN_CALLEE'
  | 'NOT_ACCEPTED_YET'
  | 'ALREADY_ANNOUNCED'
  | 'NOT_ANNOUNCED'
  | 'SILENCE_NOT_PROVEN'
  | 'WINDOW_CLOSED'
  | 'NO_TEMPLATES_THERE'
  | 'TEMPLATE_INCOMPLETE'
  | 'NOT_OF_THE_ROOM'
  | 'ALREADY_THEIRS'
  | 'GUIDE_NOT_RUNNING'
  | 'CARD_CHANGED'
  | 'CARD_NOT_SIGNED'
  | 'FEWER_VICTIMS_THAN_NONE'
  | 'UNKNOWN_LINK'
  | 'LINK_OVER'
  | 'LINK_JUST_SENT'
  | 'FEEDBACK_GIVEN'
  | 'FINDING_MISSING'
  | 'UNKNOWN_PLAN'
  | 'PLAN_CHANGED'
  | 'PLAN_NOT_SOUND'
  | 'PLANS_OVERLAP'
  | 'ALARM_NOT_HIGHER'
  | 'ALARM_NOT_LOWER'
  | 'ALREADY_MAJOR'
  | 'NOT_MAJOR'
  | 'UNKNOWN_SECTOR'
  | 'SECTOR_HAS_UNITS'
  | 'ROLE_NOT_HELD'
  | 'UNKNOWN_COMMAND_TASK'
  | 'UNIT_NOT_HERE'
  | 'UNKNOWN_REQUEST'
  | 'NO_ROLL_CALLS'
  | 'NO_ROLL_CALL_OPEN'
  | 'ROLL_CALL_OPEN'
  | 'NOT_A_LONG_CASE'
  | 'TIME_IS_PAST'
  | 'NO_SUCH_TASK'
  | 'UNKNOWN_PERSON'
  | 'PERSON_REPORT_ENDED'
  | 'NOT_MISSING_AND_FOUND'
  | 'ALREADY_MATCHED'
  | 'NOT_MATCHED'
  | 'PHOTO_OF_OTHER_INCIDENT'
  | 'PHOTO_MISSING'
  | 'CONSENT_MISSING'
  | 'POSTER_RUNS'
  | 'NO_POSTER'
  | 'POSTER_TOO_LONG'
  | 'UNKNOWN_SHELTER'
  | 'SHELTER_OPEN'
  | 'SHELTER_NOT_OPEN'
  | 'LEVEL_OR_STAGE_NEEDED'
  | 'UNKNOWN_STAGE'
  | 'NO_WATER_ALARM'
  | 'LEVEL_TOO_HIGH'
  | 'UNKNOWN_HOUSE'
  | 'NO_SITUATION_REPORTS'
  | 'SITUATION_REPORTS_RUN'
  | 'INCIDENT_HAS_OPEN_PATIENTS'
  | 'UNKNOWN_PATIENT'
  | 'PATIENT_OVER'
  | 'PATIENT_NOT_OVER'
  | 'NO_DESTINATION'
  | 'PRE_ALERT_OVER'
  | 'WITNESS_NEEDED'
  | 'PATIENT_AT_THE_DOOR'
  | 'TOO_MANY_PATIENTS'
  | 'NOT_DIVERTING'
  | 'REFERRAL_OVER'
  | 'NOT_A_SERVICE'
  | 'TEAM_OF_ANOTHER_AGENCY'
  | 'TEAM_NOT_NAMED'
  | 'ALREADY_READ'
  | 'UNKNOWN_PASS'
  | 'PASS_OVER'
  | 'TOO_MANY_PASSES'
  | 'UNKNOWN_SYSTEM'
  | 'SYSTEM_NOT_CONNECTED'
  | 'UNKNOWN_NOTICE'
  | 'NOTICE_ON_ITS_WAY'
  | 'UNKNOWN_KEY'
  | 'UNKNOWN_HANDOVER'
  | 'HANDOVER_OVER'
  | 'HANDOVER_OPEN'
  | 'HANDOVER_NOT_DELIVERED'
  | 'UNKNOWN_OFFER'
  | 'OFFER_ANSWERED'
  | 'OFFER_STILL_OPEN'
  | 'UNKNOWN_ALERT'
  | 'NOT_YOUR_ALERT'
  | 'ALERT_WANTS_AN_ANSWER'
  | 'ALERT_UNDER_WAY'
  | 'UNKNOWN_DEVICE'
  | 'NOT_YOUR_DEVICE'
  | 'TOO_MANY_DEVICES'
  | 'MESSAGE_TOLD'
  | 'MESSAGE_UNKNOWN'
  | 'UNKNOWN_PREMISE'
  | 'PREMISE_WITHOUT_PLACE'

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

export type MediaProblem =
  | 'expired'
  | 'too_large'
  | 'not_that_type'
  | 'not_allowed'
  | 'bomb'
  | 'refused'
  | 'broken'

export interface MediaShown {
  readonly media_type: string
  readonly shown?: string | null
  readonly voice: boolean
  readonly duration_s?: number | null
  readonly width?: number | null
  readonly height?: number | null
  readonly size_bytes?: number | null
  readonly altered: boolean
  readonly problem?: MediaProblem | null
  readonly lost: boolean
  readonly hint?: Location | null
  readonly original?: string | null
}

export type Change =
  | 'edited'
  | 'revoked'
  | 'reaction'

export interface Version {
  readonly until_at: Instant
  readonly text: Revealed
}

export type Language =
  | 'id'
  | 'en'
  | 'local'

export interface MessageLine {
  readonly at: Instant
  readonly kind: MessageKind
  readonly inbound: boolean
  readonly text?: Revealed
  readonly location?: Location | null
  readonly media: readonly MediaShown[]
  readonly message_id?: string | null
  readonly about?: string | null
  readonly change?: Change | null
  readonly before: readonly Version[]
  readonly revoked_at?: Instant | null
  readonly reaction?: Revealed
  readonly forwarded: boolean
  readonly forwarded_often: boolean
  readonly shape: string
  readonly late_at?: Instant | null
  readonly message: string
  readonly language?: Language | null
  readonly template?: string | null
  readonly arguments: readonly Revealed[]
  readonly status: string
  readonly error: string
  readonly resent: boolean
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
  readonly agency?: string | null
  readonly area?: string | null
  readonly location?: Location | null
  readonly messages: readonly MessageLine[]
  readonly incident_id?: string | null
  readonly previous?: string | null
  readonly late: boolean
  readonly call?: CallStage | null
  readonly unreadable: number
  readonly language?: Language | null
  readonly window_closes_at?: Instant | null
  readonly seen_by?: string | null
  readonly seen_at?: Instant | null
  readonly seen_message?: string | null
  readonly handed_by?: string | null
  readonly handed_at?: Instant | null
  readonly handed_note?: Revealed
}

export type Priority =
  | 'P1'
  | 'P2'
  | 'P3'
  | 'P4'

export interface Guess {
  readonly incident_type: string
  readonly share_pm: number
}

export interface Reason {
  readonly key: string
  readonly word: string
  readonly points: number
}

export interface TriageLine {
  readonly suggestion_id: string
  readonly rules: string
  readonly at: Instant
  readonly incident_type: string | null
  readonly share_pm: number
  readonly priority: Priority
  readonly emergency_pm: number
  readonly prank_pm: number
  readonly ahead_pm: number
  readonly seems_prank: boolean
  readonly guesses: readonly Guess[]
  readonly injured?: number | null
  readonly own_victim: boolean
  readonly areas: readonly string[]
  readonly reasons: readonly Reason[]
  readonly inputs: readonly string[]
}

export interface Candidate {
  readonly incident_id: string
  readonly share_pm: number
  readonly distance_m: number | null
  readonly age_s: number
  readonly reasons: readonly Reason[]
}

export interface DuplicatesLine {
  readonly suggestion_id: string
  readonly rules: string
  readonly at: Instant
  readonly candidates: readonly Candidate[]
  readonly ask_own_victim: boolean
}

export interface SuggestionCard {
  readonly contact_id: string
  readonly triage?: TriageLine | null
  readonly duplicates?: DuplicatesLine | null
  readonly different: readonly string[]
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

export type CalleeKind =
  | 'agency'
  | 'hospital'
  | 'neighbour'
  | 'partner'
  | 'person'

export interface PartyLine {
  readonly at: Instant
  readonly kind?: PartyKind | null
  readonly agency?: string | null
  readonly account_id?: string | null
  readonly placed_id?: string | null
  readonly to?: CalleeKind | null
  readonly callee: string
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
  readonly alone_at?: Instant | null
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
  readonly placed_id?: string | null
  readonly to?: CalleeKind | null
  readonly callee: string
  readonly only_placed: boolean
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

export interface MergedLine {
  readonly number: string
  readonly reporters: number
  readonly is_open: boolean
}

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

export interface Dispute {
  readonly at: Instant
  readonly by: string
  readonly via: Via
  readonly doubt_s: number
}

export interface LateReport {
  readonly stage: Stage
  readonly at: Instant
  readonly by: string
}

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
  readonly by: string
  readonly eta_at?: Instant | null
  readonly partner: boolean
  readonly moved_from?: string | null
  readonly moved_to?: string | null
  readonly replaced_by?: string | null
  readonly reason?: Revealed
  readonly unread: boolean
  readonly unread_rings: boolean
  readonly doubt_s: number
  readonly doubtful: readonly Stage[]
  readonly disputes: Readonly<Partial<Record<Stage, Dispute>>>
  readonly late: readonly LateReport[]
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
  | 'unit_taken'
  | 'next_job'
  | 'partners_asked'
  | 'next_not_sent'
  | 'base_refused'

export interface UnitNeed {
  readonly reason: NeedReason
  readonly since_at: Instant
  readonly recheck_at: Instant
  readonly next_free_at?: Instant | null
  readonly capability?: string | null
  readonly others: readonly string[]
  readonly promised: boolean
  readonly due: boolean
}

export type LeaveBy =
  | 'head'
  | 'supervisor'

export type BaseAnswer =
  | 'agreed'
  | 'refused'
  | 'partner'

export interface BaseLine {
  readonly unit_id: string
  readonly since_at: Instant
  readonly at: Instant
  readonly answer_by_at: Instant
  readonly by: string
  readonly via: Via
  readonly asked_of?: Revealed
  readonly times: number
  readonly answer?: BaseAnswer | null
  readonly silent: boolean
  readonly reason?: Revealed
  readonly told_by?: Revealed
}

export type PartnerAnswer =
  | 'coming'
  | 'later'
  | 'refused'
  | 'no_answer'

export interface PartnerLine {
  readonly answer: PartnerAnswer
  readonly at: Instant
  readonly by: string
  readonly eta_at?: Instant | null
  readonly told_by?: Revealed
  readonly times: number
}

export interface Meeting {
  readonly at: Instant
  readonly by: string
  readonly location?: Location | null
  readonly guide_name?: Revealed
  readonly guide_number?: Revealed
  readonly car_fits?: boolean | null
  readonly on_foot_m?: number | null
  readonly lane_by?: string | null
}

export interface CheckLine {
  readonly due_at: Instant
  readonly step: number
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
  readonly reporters: number
  readonly parent_id?: string | null
  readonly children: readonly string[]
  readonly merged_into?: string | null
  readonly merged: Readonly<Record<string, MergedLine>>
  readonly linked: Readonly<Record<string, string>>
  readonly dispatches: Readonly<Record<string, DispatchLine>>
  readonly past_dispatches: Readonly<Record<string, DispatchLine>>
  readonly referrals: Readonly<Record<string, ReferralLine>>
  readonly notes: readonly NoteLine[]
  readonly need?: UnitNeed | null
  readonly leaves: readonly LeaveBy[]
  readonly asked: Readonly<Record<string, BaseLine>>
  readonly partners: Readonly<Record<string, PartnerLine>>
  readonly next_of: Readonly<Record<string, Instant>>
  readonly pre_alerted: Readonly<Record<string, Instant>>
  readonly meeting?: Meeting | null
  readonly last_known_well_at?: Instant | null
  readonly reported_by?: string | null
  readonly found_by?: string | null
  readonly first_assigned_at?: Instant | null
  readonly alarm: number
  readonly major: boolean
  readonly check?: CheckLine | null
  readonly reopened: number
}

export type OffDutyReason =
  | 'shift_end'
  | 'refuel'
  | 'cleaning'
  | 'broken'
  | 'crew_incomplete'

export interface StandByLine {
  readonly pre_alert_id: string
  readonly at: Instant
  readonly ends_at: Instant
  readonly by: string
  readonly incident_id?: string | null
  readonly note?: Revealed
  readonly ready?: boolean | null
}

export interface StoodDown {
  readonly dispatch_id: string
  readonly incident_id: string
  readonly at: Instant
  readonly by: string
  readonly reason?: Revealed
  readonly moved_to?: string | null
  readonly rings: boolean
}

export interface NextLine {
  readonly incident_id: string
  readonly at: Instant
}

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
  readonly by: string
  readonly pre_alert?: StandByLine | null
  readonly stood_down?: StoodDown | null
  readonly next?: NextLine | null
}

export interface FleetCard {
  readonly fleet: string
  readonly free: number
  readonly of: number
  readonly low: boolean
  readonly since_at: Instant
}

export interface LaneCard {
  readonly incident_id: string
  readonly area: string | null
  readonly spot: Point | null
  readonly at: Instant
  readonly car_fits?: boolean | null
  readonly on_foot_m?: number | null
  readonly meeting?: Point | null
}

export interface Liaison {
  readonly post: string
  readonly rt: string
  readonly name: Revealed
  readonly number: Revealed
  readonly at: Instant
  readonly by: string
}

export interface LiaisonsCard {
  readonly area: string
  readonly people: readonly Liaison[]
}

export interface GuideLine {
  readonly at: Instant
  readonly card: string
  readonly question: string
  readonly answer: string
  readonly step: string
}

export type NotDone =
  | 'caller_refuses'
  | 'not_at_patient'
  | 'cannot_be_moved'
  | 'caller_unable'
  | 'obvious_death'
  | 'breathes_after_all'
  | 'danger'
  | 'help_already_there'
  | 'line_lost'
  | 'not_understood'
  | 'other'

export interface RunningGuide {
  readonly guide_id: string
  readonly card: string
  readonly edition: number
  readonly signed: boolean
  readonly clock_start_at: Instant
  readonly started_at: Instant
  readonly by: string
  readonly contact_id?: string | null
  readonly incident_id?: string | null
  readonly incident_type?: string | null
  readonly priority?: Priority | null
  readonly lines: readonly GuideLine[]
  readonly arrest_at?: Instant | null
  readonly compressions_at?: Instant | null
  readonly not_done?: NotDone | null
}

export type Role =
  | 'call_taker'
  | 'shift_lead'
  | 'trainee'
  | 'dispatcher'
  | 'agency_desk'
  | 'field_crew'
  | 'hospital_desk'
  | 'volunteer'
  | 'duty_doctor'
  | 'supervisor'
  | 'head'
  | 'administrator'
  | 'auditor'

export interface CardSignature {
  readonly digest: string
  readonly edition: number
  readonly by: string
  readonly role: Role
  readonly at: Instant
}

export interface IssuedCard {
  readonly card: string
  readonly edition: number
  readonly digest: string
  readonly issued_at: Instant
  readonly signed_at?: Instant | null
  readonly signed_by?: string | null
  readonly signatures: readonly CardSignature[]
}

export type VictimWord =
  | 'immediate'
  | 'delayed'
  | 'minor'
  | 'deceased'

export interface VictimCard {
  readonly incident_id: string
  readonly counted_at: Instant
  readonly counts: Readonly<Partial<Record<VictimWord, number>>>
}

export interface Media {
  readonly media_type: string
  readonly stored?: string | null
  readonly voice: boolean
  readonly duration_s?: number | null
}

export interface EscalationStep {
  readonly step: number
  readonly at: Instant
}

export type Overdue =
  | 'finish'
  | 'verify'

export interface ReferralNote {
  readonly at: Instant
  readonly by_room: boolean
  readonly number: number
  readonly note: Revealed
  readonly proof: readonly Media[]
  readonly via: Via
  readonly told_by?: Revealed
  readonly read_at?: Instant | null
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
  readonly reopened_by_reporter: boolean
  readonly promised_at?: Instant | null
  readonly done_by_at?: Instant | null
  readonly verify_by_at?: Instant | null
  readonly delivered_at?: Instant | null
  readonly accepted_at?: Instant | null
  readonly step: number
  readonly steps: readonly EscalationStep[]
  readonly rings: boolean
  readonly overdue?: Overdue | null
  readonly own_report: boolean
  readonly photos: readonly Media[]
  readonly moved_at?: Instant | null
  readonly team?: string | null
  readonly leader?: Revealed
  readonly leader_number?: Revealed
  readonly notes: readonly ReferralNote[]
  readonly via: Via
  readonly told_by?: Revealed
}

export type LinkKind =
  | 'location'
  | 'status'

export type LinkEnd =
  | 'expired'
  | 'closed'
  | 'unsafe'

export interface LinkLine {
  readonly link_id: string
  readonly kind: LinkKind
  readonly issued_at: Instant
  readonly expires_at: Instant
  readonly channel?: Channel | null
  readonly sent_at?: Instant | null
  readonly status: string
  readonly error: string
  readonly opened_at?: Instant | null
  readonly fixes: number
  readonly fix_at?: Instant | null
  readonly accuracy_m?: number | null
  readonly handled?: boolean | null
  readonly asked: number
  readonly asked_at?: Instant | null
  readonly ended_at?: Instant | null
  readonly why?: LinkEnd | null
  readonly position: number
  readonly outbox_id: string
}

export interface LinksCard {
  readonly contact_id: string
  readonly links: readonly LinkLine[]
  readonly over_at?: Instant | null
  readonly unsafe: boolean
}

export type AlertAbout =
  | 'dispatch'
  | 'ready'
  | 'stand_down'
  | 'change'
  | 'referral'
  | 'escalation'
  | 'pre_alert'
  | 'panic'
  | 'roll_call'
  | 'review'
  | 'plan'
  | 'fleet'
  | 'test'

export type AlertWay =
  | 'push'
  | 'page'
  | 'whatsapp'
  | 'email'
  | 'voice'
  | 'sms'
  | 'radio'

export interface WayLine {
  readonly way: AlertWay
  readonly state: string
  readonly at: Instant
  readonly devices: number
  readonly failed: number
  readonly reason: string
  readonly rounds: number
}

export type AlertEnd =
  | 'answered'
  | 'read'
  | 'over'
  | 'proven'

export interface AlertCard {
  readonly alert_id: string
  readonly about: AlertAbout
  readonly subject: string
  readonly priority: Priority
  readonly audience: readonly string[]
  readonly raised_at: Instant
  readonly ways: readonly WayLine[]
  readonly step: number
  readonly next_at?: Instant | null
  readonly incident_id?: string | null
  readonly unit_id?: string | null
  readonly agency?: string | null
  readonly hospital?: string | null
  readonly changed: readonly string[]
  readonly message: string
  readonly alarm: number
  readonly delivered_at?: Instant | null
  readonly delivered_by?: AlertWay | null
  readonly answered_at?: Instant | null
  readonly how?: AlertEnd | null
  readonly exhausted_at?: Instant | null
  readonly rings: boolean
  readonly rings_at?: Instant | null
  readonly taken_at?: Instant | null
  readonly taken_by?: string | null
}

export type TestResult =
  | 'proven'
  | 'sent'
  | 'failed'
  | 'no_device'

export interface WayCard {
  readonly way: AlertWay
  readonly result: TestResult
  readonly tested_at: Instant
  readonly reason: string
  readonly proven_at?: Instant | null
}

export interface DeviceCard {
  readonly device_id: string
  readonly ways: readonly AlertWay[]
  readonly holders: readonly string[]
  readonly registered_at: Instant
  readonly account_id?: string | null
  readonly label?: Revealed
  readonly number?: Revealed
  readonly reached_at?: Instant | null
}

export interface CrewMember {
  readonly account_id: string
  readonly since_at: Instant
}

export interface UnitPanic {
  readonly raised_at: Instant
  readonly recorded_at: Instant
  readonly by: string
  readonly rings: boolean
  readonly location?: Location | null
  readonly incident_id?: string | null
  readonly withdrawn_at?: Instant | null
  readonly answered_at?: Instant | null
  readonly answered_by: string
  readonly times_due: number
}

export interface CrewCard {
  readonly unit_id: string
  readonly members: readonly CrewMember[]
  readonly panic?: UnitPanic | null
}

export type NoteKind =
  | 'note'
  | 'photo'
  | 'voice'
  | 'signature'

export interface FieldNote {
  readonly note_id: string
  readonly kind: NoteKind
  readonly at: Instant
  readonly recorded_at: Instant
  readonly by: string
  readonly text?: Revealed
  readonly media: readonly Media[]
  readonly unit_id?: string | null
  readonly pass_id?: string | null
  readonly doubt_s: number
}

export type PremiseKind =
  | 'violence'
  | 'dog'
  | 'oxygen'
  | 'gate'
  | 'chemicals'
  | 'access'
  | 'other'

export type PremiseSource =
  | 'crew'
  | 'reporter'
  | 'resident'
  | 'neighbour'
  | 'police'
  | 'agency'

export interface PremiseLine {
  readonly note_id: string
  readonly kind: PremiseKind
  readonly source: PremiseSource
  readonly noted_at: Instant
  readonly until_at: Instant
  readonly review_at: Instant
  readonly proposed: boolean
  readonly words?: Revealed
  readonly told_by?: Revealed
  readonly incident_number: string
}

export interface PanicLine {
  readonly raised_at: Instant
  readonly recorded_at: Instant
  readonly by: string
  readonly rings: boolean
  readonly location?: Location | null
  readonly withdrawn_at?: Instant | null
  readonly answered_at?: Instant | null
  readonly answered_by: string
  readonly times_due: number
}

export type JobChange =
  | 'place'
  | 'meeting'
  | 'type'
  | 'priority'
  | 'note'
  | 'premise'

export interface SeenLine {
  readonly at: Instant
  readonly changes: readonly JobChange[]
}

export interface LateStep {
  readonly at: Instant
  readonly recorded_at: Instant
  readonly doubt_s: number
}

export interface FieldCard {
  readonly incident_id: string
  readonly number: string
  readonly incident_type: string
  readonly priority: Priority
  readonly opened_at: Instant
  readonly location?: Location | null
  readonly units: readonly string[]
  readonly notes: readonly FieldNote[]
  readonly photos: Readonly<Record<string, readonly Media[]>>
  readonly premises: readonly PremiseLine[]
  readonly panics: Readonly<Record<string, PanicLine>>
  readonly seen: Readonly<Record<string, SeenLine>>
  readonly late: Readonly<Record<string, Readonly<Partial<Record<Stage, LateStep>>>>>
}

export type PassKind =
  | 'agency_task'
  | 'hospital_beds'
  | 'volunteer'
  | 'ad_hoc_crew'

export interface PassHolder {
  readonly name: Revealed
  readonly at: Instant
}

export interface PassCard {
  readonly pass_id: string
  readonly kind: PassKind
  readonly issued_at: Instant
  readonly issued_by: string
  readonly expires_at: Instant
  readonly agency?: string | null
  readonly referral_id?: string | null
  readonly hospital?: string | null
  readonly incident_id?: string | null
  readonly unit_id?: string | null
  readonly browsers: number
  readonly last_opened_at?: Instant | null
  readonly holders: readonly PassHolder[]
}

export type NoticeOutcome =
  | 'delivered'
  | 'undelivered'
  | 'unknown'

export interface FailedNotice {
  readonly notice_id: string
  readonly event: string
  readonly outcome: NoticeOutcome
  readonly reason: string
  readonly attempts: number
  readonly at: Instant
  readonly incident_id?: string | null
}

export interface Summary {
  readonly email: Revealed
  readonly next_at: Instant
  readonly sent_at?: Instant | null
  readonly reason: string
}

export interface SystemCard {
  readonly system: string
  readonly connected_at?: Instant | null
  readonly webhook_url?: Revealed
  readonly webhook_secret?: Revealed
  readonly paused_at?: Instant | null
  readonly pause_reason?: Revealed
  readonly waiting: number
  readonly delivered: number
  readonly last_delivered_at?: Instant | null
  readonly undelivered: number
  readonly failures: readonly FailedNotice[]
  readonly events: readonly (readonly [string, string])[]
  readonly summary?: Summary | null
}

export interface MachineKeyCard {
  readonly key_id: string
  readonly agency: string
  readonly name: Revealed
  readonly issued_at: Instant
  readonly by: string
  readonly digest: string
}

export type CrossBorder =
  | 'yes'
  | 'ask_head'
  | 'no'

export interface HandoverCard {
  readonly handover_id: string
  readonly incident_id: string
  readonly incident_number: string
  readonly incident_type: string
  readonly priority: Priority
  readonly neighbour: string
  readonly electronic: boolean
  readonly state: string
  readonly offered_at: Instant
  readonly rings_at: Instant
  readonly by: string
  readonly cross_border?: CrossBorder | null
  readonly note?: Revealed
  readonly delivered_at?: Instant | null
  readonly problem: string
  readonly rings: boolean
  readonly step: number
  readonly answered_at?: Instant | null
  readonly by_name?: Revealed
  readonly their_number: string
  readonly reason?: Revealed
  readonly via: Via
  readonly confirmed: boolean
  readonly closed: boolean
}

export interface OfferCard {
  readonly offer_id: string
  readonly neighbour: string
  readonly their_number: string
  readonly priority: Priority
  readonly state: string
  readonly received_at: Instant
  readonly rings_at: Instant
  readonly incident_type?: string | null
  readonly location?: Location | null
  readonly summary?: Revealed
  readonly added: readonly Revealed[]
  readonly incident_id?: string | null
  readonly by_name?: Revealed
  readonly reason?: Revealed
  readonly problem: string
  readonly rings: boolean
  readonly step: number
  readonly was_ours: boolean
}

export interface BorderLine {
  readonly part: string
  readonly ours: boolean
  readonly neighbour: string
  readonly note: Revealed
  readonly at: Instant
  readonly by: string
  readonly handover_id?: string | null
  readonly offer_id?: string | null
  readonly arrived_at?: Instant | null
  readonly read_at?: Instant | null
  readonly problem: string
  readonly rings: boolean
}

export interface BorderNotesCard {
  readonly incident_id: string
  readonly incident_number: string
  readonly offer_id?: string | null
  readonly neighbour?: string | null
  readonly their_number: string
  readonly lines: readonly BorderLine[]
  readonly closed: boolean
}

export interface ReporterCard {
  readonly contact_id: string
  readonly received_at: Instant
  readonly links: readonly string[]
  readonly seen_at?: Instant | null
  readonly incident_id?: string | null
  readonly over_at?: Instant | null
  readonly hushed: boolean
  readonly asked_at?: Instant | null
  readonly feedback_at?: Instant | null
}

export interface UnitProgress {
  readonly assigned_at: Instant
  readonly en_route_at?: Instant | null
  readonly on_scene_at?: Instant | null
  readonly over: boolean
}

export interface TaskProgress {
  readonly sent_at: Instant
  readonly agency?: string | null
  readonly accepted_at?: Instant | null
  readonly started_at?: Instant | null
  readonly promised_at?: Instant | null
  readonly done_at?: Instant | null
  readonly over: boolean
}

export interface ProgressCard {
  readonly incident_id: string
  readonly opened_at: Instant
  readonly priority: Priority
  readonly service: boolean
  readonly hushed: boolean
  readonly waits_for_unit: boolean
  readonly units: Readonly<Record<string, UnitProgress>>
  readonly tasks: Readonly<Record<string, TaskProgress>>
  readonly closed_at?: Instant | null
  readonly merged_into?: string | null
}

export interface CategoryCount {
  readonly arrived: number
  readonly billable: number
}

export interface MessageCosts {
  readonly month: string
  readonly categories: Readonly<Record<string, CategoryCount>>
  readonly free: number
  readonly free_used: number
}

export type Sex =
  | 'male'
  | 'female'
  | 'unknown'

export interface Identity {
  readonly name?: string | null
  readonly nik?: string | null
  readonly sex?: Sex | null
  readonly age_years?: number | null
  readonly phone?: string | null
  readonly address?: string | null
  readonly companion?: string | null
}

export type Mechanism =
  | 'motorcycle'
  | 'car'
  | 'pedestrian'
  | 'fall'
  | 'blunt'
  | 'penetrating'
  | 'burn'
  | 'electric'
  | 'drowning'
  | 'poison'
  | 'bite'
  | 'illness'
  | 'other'

export interface Condition {
  readonly complaint?: string | null
  readonly mechanism?: Mechanism | null
  readonly mechanism_note?: string | null
  readonly allergies?: string | null
  readonly history?: string | null
  readonly treatment?: string | null
  readonly last_known_well_at?: Instant | null
}

export type BpjsStatus =
  | 'active'
  | 'inactive'
  | 'none'
  | 'unknown'

export type EmergencyCriterion =
  | 'a'
  | 'b'
  | 'c'
  | 'd'
  | 'e'

export type Payer =
  | 'jasa_raharja'
  | 'bpjs_kesehatan'
  | 'bpjs_tk'
  | 'lpsk'
  | 'self'
  | 'unknown'

export interface Coverage {
  readonly bpjs_status?: BpjsStatus | null
  readonly bpjs_number?: string | null
  readonly criteria: readonly EmergencyCriterion[]
  readonly payer?: Payer | null
}

export type Avpu =
  | 'alert'
  | 'voice'
  | 'pain'
  | 'unresponsive'

export interface Vitals {
  readonly pulse?: number | null
  readonly breaths?: number | null
  readonly systolic?: number | null
  readonly diastolic?: number | null
  readonly spo2?: number | null
  readonly temperature?: number | null
  readonly gcs_eye?: number | null
  readonly gcs_verbal?: number | null
  readonly gcs_motor?: number | null
  readonly avpu?: Avpu | null
  readonly glucose?: number | null
}

export interface VitalsLine {
  readonly at: Instant
  readonly by: string
  readonly vitals: Vitals | null
  readonly via: Via
}

export interface PreAlertLine {
  readonly pre_alert_id: string
  readonly hospital: string
  readonly sent_at: Instant
  readonly answer_by_at?: Instant | null
  readonly eta_at?: Instant | null
  readonly eta_said_at?: Instant | null
  readonly accepted?: boolean | null
  readonly answered_at?: Instant | null
  readonly reason?: Revealed
  readonly rings: boolean
  readonly via: Via
}

export type PatientEnding =
  | 'treated_on_scene'
  | 'refused'
  | 'dead_on_scene'
  | 'own_vehicle'
  | 'not_found'
  | 'written_twice'

export interface PatientLine {
  readonly patient_id: string
  readonly ordinal: number
  readonly registered_at: Instant
  readonly changed_at: Instant
  readonly colour?: VictimWord | null
  readonly colour_at?: Instant | null
  readonly dispatch_id?: string | null
  readonly unit_id?: string | null
  readonly identity?: Identity | null
  readonly condition?: Condition | null
  readonly coverage?: Coverage | null
  readonly vitals: readonly VitalsLine[]
  readonly hospital?: string | null
  readonly despite: readonly string[]
  readonly pre_alert?: PreAlertLine | null
  readonly declined: readonly string[]
  readonly arrived_at?: Instant | null
  readonly offload_by_at?: Instant | null
  readonly offload_late: boolean
  readonly handed_over_at?: Instant | null
  readonly received_by?: Revealed
  readonly handover_note?: Revealed
  readonly filed?: boolean | null
  readonly filing_problem: string
  readonly ending?: PatientEnding | null
  readonly ended_at?: Instant | null
  readonly ending_note?: Revealed
  readonly witness?: Revealed
  readonly signature: readonly Media[]
  readonly masked: boolean
}

export interface PatientsCard {
  readonly incident_id: string
  readonly incident_number: string
  readonly incident_type: string
  readonly priority: Priority
  readonly units: Readonly<Record<string, string>>
  readonly driving: Readonly<Record<string, Stage>>
  readonly drove_at: Readonly<Record<string, Instant>>
  readonly patients: Readonly<Record<string, PatientLine>>
  readonly last_known_well_at?: Instant | null
}

export type BedClass =
  | 'emergency_department'
  | 'adult_icu'
  | 'pediatric_icu'
  | 'neonatal_icu'
  | 'medical_surgical'
  | 'pediatrics'
  | 'nursery_beds'
  | 'burn'
  | 'negative_flow_isolation'
  | 'other_isolation'
  | 'operating_rooms'
  | 'adult_psychiatric'
  | 'pediatric_psychiatric'
  | 'rehab_long_term_care'

export type ReportSource =
  | 'page'
  | 'link'
  | 'room'
  | 'feed'

export interface HospitalWord {
  readonly at: Instant
  readonly expires_at: Instant
  readonly source: ReportSource
  readonly by: string
}

export interface BedLine {
  readonly available: number
  readonly said: HospitalWord
  readonly baseline?: number | null
}

export interface ServiceLine {
  readonly on: boolean
  readonly said: HospitalWord
}

export interface FigureLine {
  readonly value: number
  readonly said: HospitalWord
}

export type Traffic =
  | 'advisory'
  | 'closed'

export type TrafficReason =
  | 'full'
  | 'no_staff'
  | 'no_equipment'
  | 'no_power'
  | 'disaster'
  | 'outbreak'
  | 'feed'
  | 'other'

export interface DiversionLine {
  readonly traffic: Traffic
  readonly reason: TrafficReason
  readonly said: HospitalWord
  readonly note?: Revealed
}

export type Withdrawn =
  | 'other_hospital'
  | 'ended'

export interface TakenLine {
  readonly patient_id: string
  readonly incident_id: string
  readonly at: Instant
  readonly told_at?: Instant | null
  readonly unit_id?: string | null
  readonly incident_type?: string | null
  readonly withdrawn_at?: Instant | null
  readonly withdrawn?: Withdrawn | null
  readonly accepted?: boolean | null
  readonly arrived_at?: Instant | null
  readonly handed_over_at?: Instant | null
  readonly offload_s?: number | null
}

export interface HospitalCard {
  readonly hospital: string
  readonly beds: Readonly<Partial<Record<BedClass, BedLine>>>
  readonly services: Readonly<Record<string, ServiceLine>>
  readonly waiting?: FigureLine | null
  readonly delay_min?: FigureLine | null
  readonly diversion?: DiversionLine | null
  readonly reported_at?: Instant | null
  readonly recent: readonly TakenLine[]
  readonly on_the_way: number
  readonly at_the_door: number
}

export interface Text {
  readonly id: string
  readonly en: string
}

export interface HourSpan {
  readonly begins: string
  readonly ends: string
}

export type DayKind =
  | 'any'
  | 'working'
  | 'off'

export interface PlanNeed {
  readonly capability: string
  readonly count: number
  readonly alone: boolean
}

export interface PlanAgency {
  readonly agency: string
  readonly note: string
}

export interface PlanMessage {
  readonly to?: Role | null
  readonly message: string
  readonly agency?: string | null
  readonly step: number
  readonly group?: string | null
}

export interface PlanTimers {
  readonly roll_call_min?: number | null
  readonly first_check_min?: number | null
}

export interface ResponsePlan {
  readonly id: string
  readonly name: Text
  readonly types: readonly string[]
  readonly alarm: number
  readonly priorities: readonly Priority[]
  readonly areas: readonly string[]
  readonly hours?: HourSpan | null
  readonly days: DayKind
  readonly needs: readonly PlanNeed[]
  readonly agencies: readonly PlanAgency[]
  readonly cards: readonly string[]
  readonly messages: readonly PlanMessage[]
  readonly timers: PlanTimers
  readonly proposal: boolean
}

export interface PlanEdition {
  readonly edition: number
  readonly plan: ResponsePlan | null
  readonly by: string
  readonly at: Instant
  readonly reason: Revealed
  readonly to_edition?: number | null
}

export interface EditedPlan {
  readonly plan_id: string
  readonly edition: number
  readonly plan: ResponsePlan | null
  readonly follows_file: boolean
  readonly editions: readonly PlanEdition[]
}

export interface AlarmLine {
  readonly level: number
  readonly at: Instant
  readonly by: string
  readonly reason?: Revealed
}

export type CommandPlace =
  | 'post'
  | 'staging'

export type CommandRole =
  | 'incident_commander'
  | 'operations'
  | 'safety'
  | 'medical'
  | 'staging'
  | 'logistics'
  | 'liaison'
  | 'information'
  | 'sector'

export interface RoleLine {
  readonly role: CommandRole
  readonly name: Revealed
  readonly since_at: Instant
  readonly sector_id?: string | null
  readonly unit_id?: string | null
  readonly agency?: string | null
  readonly channel?: Revealed
}

export interface PlacedUnit {
  readonly since_at: Instant
  readonly sector_id?: string | null
  readonly place?: CommandPlace | null
}

export type ResourceEnd =
  | 'arrived'
  | 'refused'
  | 'withdrawn'
  | 'incident_closed'

export interface ResourceLine {
  readonly what: Revealed
  readonly count: number
  readonly asked_at: Instant
  readonly due_at: Instant
  readonly capability?: string | null
  readonly agency?: string | null
  readonly promised_at?: Instant | null
  readonly told_by?: Revealed
  readonly step: number
  readonly ending?: ResourceEnd | null
  readonly ended_at?: Instant | null
  readonly reason?: Revealed
}

export interface TaskLine {
  readonly what: Revealed
  readonly set_at: Instant
  readonly sector_id?: string | null
  readonly done_at?: Instant | null
}

export interface LogLine {
  readonly at: Instant
  readonly by: string
  readonly note: Revealed
}

export type RollAnswer =
  | 'all_well'
  | 'not_on_scene'
  | 'people_missing'

export interface RollCallCard {
  readonly interval_min: number
  readonly next_at: Instant
  readonly number: number
  readonly roll_call_id?: string | null
  readonly opened_at?: Instant | null
  readonly due_at?: Instant | null
  readonly units: readonly string[]
  readonly left: readonly string[]
  readonly answers: Readonly<Record<string, RollAnswer>>
  readonly step: number
  readonly rings: boolean
  readonly acknowledged_by?: string | null
  readonly last_complete_at?: Instant | null
}

export interface CommandCard {
  readonly incident_id: string
  readonly level: number
  readonly alarms: readonly AlarmLine[]
  readonly major_since_at?: Instant | null
  readonly places: Readonly<Partial<Record<CommandPlace, Location>>>
  readonly sectors: Readonly<Record<string, Revealed>>
  readonly roles: Readonly<Record<string, RoleLine>>
  readonly placed: Readonly<Record<string, PlacedUnit>>
  readonly resources: Readonly<Record<string, ResourceLine>>
  readonly tasks: Readonly<Record<string, TaskLine>>
  readonly log: readonly LogLine[]
  readonly roll?: RollCallCard | null
  readonly patients: Readonly<Record<string, VictimWord | null>>
  readonly units: readonly string[]
}

export type PersonKind =
  | 'missing'
  | 'found'
  | 'abandoned'

export type PersonSex =
  | 'female'
  | 'male'
  | 'unknown'

export type AgeBand =
  | 'baby'
  | 'child'
  | 'teen'
  | 'adult'
  | 'elderly'
  | 'unknown'

export type Build =
  | 'thin'
  | 'medium'
  | 'heavy'

export type Garment =
  | 'top'
  | 'bottom'
  | 'dress'
  | 'head'
  | 'feet'
  | 'carried'

export type Colour =
  | 'black'
  | 'white'
  | 'grey'
  | 'red'
  | 'pink'
  | 'orange'
  | 'yellow'
  | 'green'
  | 'blue'
  | 'purple'
  | 'brown'
  | 'cream'
  | 'patterned'

export interface Clothing {
  readonly garment: Garment
  readonly colour: Colour
}

export type Company =
  | 'alone'
  | 'child'
  | 'adult'
  | 'animal'

export interface MatchReason {
  readonly key: string
  readonly points: number
  readonly value?: number | null
}

export type Likeness =
  | 'very_likely'
  | 'possible'
  | 'sign_only'

export interface MatchCandidate {
  readonly found_id: string
  readonly points: number
  readonly reasons: readonly MatchReason[]
  readonly likeness: Likeness
  readonly chance_percent?: number | null
}

export interface ConsentLine {
  readonly by: Revealed
  readonly photo: boolean
  readonly name: boolean
  readonly at: Instant
}

export interface PosterLine {
  readonly poster_id: string
  readonly published_at: Instant
  readonly expires_at: Instant
  readonly photo?: Media | null
  readonly first_name?: Revealed
}

export interface PersonCard {
  readonly person_id: string
  readonly incident_id: string
  readonly incident_number: string
  readonly kind: PersonKind
  readonly reported_at: Instant
  readonly told_at: Instant
  readonly seen_at: Instant
  readonly sex: PersonSex
  readonly age_band: AgeBand
  readonly age_years?: number | null
  readonly build?: Build | null
  readonly clothes: readonly Clothing[]
  readonly location?: Location | null
  readonly name?: Revealed
  readonly clothes_words?: Revealed
  readonly marks?: Revealed
  readonly condition?: Revealed
  readonly note?: Revealed
  readonly company?: Company | null
  readonly photos: readonly Media[]
  readonly candidates: readonly MatchCandidate[]
  readonly suggested_at?: Instant | null
  readonly different: readonly string[]
  readonly matched?: string | null
  readonly matched_at?: Instant | null
  readonly matched_by: string
  readonly consent?: ConsentLine | null
  readonly poster?: PosterLine | null
  readonly poster_ended_at?: Instant | null
}

export type PremiseEnd =
  | 'wrong'
  | 'over'
  | 'moved'
  | 'not_accepted'
  | 'expired'

export interface PremiseCard {
  readonly note_id: string
  readonly kind: PremiseKind
  readonly source: PremiseSource
  readonly location: Location
  readonly radius_m: number
  readonly words: Revealed
  readonly noted_at: Instant
  readonly noted_by: string
  readonly until_at: Instant
  readonly review_at: Instant
  readonly told_by?: Revealed
  readonly incident_number: string
  readonly proposed: boolean
  readonly unit_id?: string | null
  readonly reviewed_at?: Instant | null
  readonly ended_at?: Instant | null
  readonly forget_at?: Instant | null
  readonly end?: PremiseEnd | null
  readonly reason?: Revealed
}

export interface CaseTaskLine {
  readonly what: Revealed
  readonly added_at: Instant
  readonly until_at: Instant
  readonly added_by: string
  readonly who?: Revealed
  readonly account_id?: string | null
  readonly step: number
  readonly ended_at?: Instant | null
  readonly done: boolean
  readonly ended_by: string
  readonly note?: Revealed
}

export interface HandOverLine {
  readonly by: string
  readonly at: Instant
  readonly answer_by_at: Instant
  readonly to?: string | null
  readonly note?: Revealed
  readonly step: number
}

export interface LongCaseCard {
  readonly incident_id: string
  readonly incident_number: string
  readonly incident_type: string
  readonly priority: Priority
  readonly owner: string
  readonly began_at: Instant
  readonly review_at: Instant
  readonly step: number
  readonly reviewed_at?: Instant | null
  readonly reviewed_by: string
  readonly note?: Revealed
  readonly reason?: Revealed
  readonly tasks: Readonly<Record<string, CaseTaskLine>>
  readonly past_tasks: readonly CaseTaskLine[]
  readonly hand_over?: HandOverLine | null
  readonly owner_left_at?: Instant | null
  readonly last_fact: string
  readonly last_at?: Instant | null
}

export type HeadKind =
  | 'men'
  | 'women'
  | 'children'
  | 'infants'
  | 'elderly'
  | 'pregnant'
  | 'disabled'
  | 'ill'

export interface ShelterCount {
  readonly count: number
  readonly at: Instant
}

export type Need =
  | 'water'
  | 'food'
  | 'blankets'
  | 'milk'
  | 'medicine'
  | 'toilets'

export interface ShelterCard {
  readonly shelter_id: string
  readonly incident_id: string
  readonly opened_at: Instant
  readonly count_again_at: Instant
  readonly name?: Revealed
  readonly location?: Location | null
  readonly capacity?: number | null
  readonly heads: Readonly<Partial<Record<HeadKind, ShelterCount>>>
  readonly needs: Readonly<Partial<Record<Need, ShelterCount>>>
  readonly counted_at?: Instant | null
  readonly told_by?: Revealed
  readonly via: Via
  readonly step: number
}

export interface WaterReading {
  readonly at: Instant
  readonly level_cm: number | null
  readonly stage: string | null
  readonly declared: boolean
  readonly via: Via
}

export interface WaterAlarm {
  readonly stage: string
  readonly since_at: Instant
  readonly step: number
  readonly level_cm?: number | null
  readonly areas: readonly string[]
  readonly incident_type?: string | null
  readonly priority?: Priority | null
}

export interface WaterCard {
  readonly gauge: string
  readonly readings: readonly WaterReading[]
  readonly told_by?: Revealed
  readonly alarm?: WaterAlarm | null
  readonly known?: string | null
  readonly known_at?: Instant | null
  readonly known_by: string
}

export interface Figure {
  readonly key: string
  readonly value: number
  readonly source: string
  readonly about: string
  readonly at?: Instant | null
  readonly word: string
}

export interface SituationLine {
  readonly number: string
  readonly at: Instant
  readonly by: string
  readonly drawn_at: Instant
  readonly figures: readonly Figure[]
  readonly note?: Revealed
}

export type HouseAnswer =
  | 'stays'
  | 'nobody'
  | 'evacuated'
  | 'safe'

export interface HouseLine {
  readonly people: number
  readonly noted_at: Instant
  readonly recall_at: Instant
  readonly location?: Location | null
  readonly who?: Revealed
  readonly number?: Revealed
  readonly note?: Revealed
  readonly asked: number
  readonly answer: HouseAnswer
  readonly answered_at?: Instant | null
  readonly step: number
}

export interface SituationCard {
  readonly incident_id: string
  readonly incident_number: string
  readonly every_min: number
  readonly due_at?: Instant | null
  readonly step: number
  readonly reports: readonly SituationLine[]
  readonly houses: Readonly<Record<string, HouseLine>>
  readonly evacuated: number
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

export interface Team {
  readonly id: string
  readonly name: Text
}

export interface Agency {
  readonly id: string
  readonly name: Text
  readonly short: string
  readonly authority: Authority
  readonly hours?: WorkingHours | null
  readonly phone: string
  readonly radio_channel: string
  readonly teams: readonly Team[]
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
  readonly satusehat: string
  readonly services: readonly string[]
  readonly services_only: boolean
  readonly bpjs?: boolean | null
  readonly feed_id: string
}

export interface Shelter {
  readonly id: string
  readonly name: string
  readonly area: string
  readonly position: Position
  readonly capacity?: number | null
}

export interface GaugeStage {
  readonly id: string
  readonly name: Text
  readonly level_cm?: number | null
  readonly incident_type?: string | null
  readonly priority?: Priority | null
}

export interface Gauge {
  readonly id: string
  readonly name: Text
  readonly agency: string
  readonly areas: readonly string[]
  readonly stages: readonly GaugeStage[]
  readonly confirmed: boolean
}

export type Hazard =
  | 'collapse'
  | 'gas'
  | 'electric'
  | 'traffic'
  | 'fuel'
  | 'violence'
  | 'water'
  | 'poison'
  | 'blood'
  | 'animal'
  | 'smoke'

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
  readonly akin: readonly string[]
  readonly private: boolean
  readonly hazards: readonly Hazard[]
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
  readonly finish_s: Readonly<Partial<Record<Priority, number>>>
}

export interface CardAnswer {
  readonly id: string
  readonly text: Text
  readonly next: string
  readonly incident_type?: string | null
  readonly priority?: Priority | null
  readonly arrest: boolean
}

export interface CardQuestion {
  readonly id: string
  readonly ask: Text
  readonly answers: readonly CardAnswer[]
  readonly aside?: Text | null
}

export type CardTool =
  | 'compressions'
  | 'victims'

export interface CardBlock {
  readonly id: string
  readonly say: readonly Text[]
  readonly next: string
  readonly aside?: Text | null
  readonly tool?: CardTool | null
  readonly breaths: boolean
}

export interface GuideCard {
  readonly id: string
  readonly version: number
  readonly title: Text
  readonly source: string
  readonly start: string
  readonly incident_type?: string | null
  readonly priority?: Priority | null
  readonly types: readonly string[]
  readonly never: readonly Text[]
  readonly quiet: boolean
  readonly questions: readonly CardQuestion[]
  readonly blocks: readonly CardBlock[]
  readonly digest: string
}

export type Ending =
  | 'finished'
  | 'help_arrived'
  | 'caller_left'
  | 'not_needed'
  | 'superseded'

export type Finding =
  | 'walks'
  | 'breathes'
  | 'breathes_after_airway'
  | 'pulse_though_apnoeic'
  | 'breathes_after_breaths'
  | 'rate_over_30'
  | 'rate_15_to_45'
  | 'pulse_and_refill'
  | 'pulse_felt'
  | 'obeys'
  | 'responds_fittingly'

export type SortMethod =
  | 'start'
  | 'jumpstart'

export type Automatic =
  | 'first'
  | 'first_located'
  | 'first_unreadable'
  | 'location_received'
  | 'unreadable'
  | 'call'

export interface ChannelAnswers {
  readonly channel: Channel
  readonly answers: Readonly<Partial<Record<Automatic, string>>>
}

export type NudgeWhen =
  | 'no_location'
  | 'no_words'
  | 'unanswered'

export interface NudgeStep {
  readonly id: string
  readonly after_s: number
  readonly when: NudgeWhen
  readonly message: string
  readonly ask_location: boolean
  readonly channels: readonly Channel[]
}

export interface Words {
  readonly id: string
  readonly en: string
  readonly local: string
}

export interface CannedReply {
  readonly id: string
  readonly name: Words
  readonly text: Words
  readonly ask_location: boolean
}

export type TemplateCategory =
  | 'utility'
  | 'marketing'
  | 'authentication'

export interface ReplyTemplate {
  readonly id: string
  readonly name: string
  readonly language: string
  readonly category: TemplateCategory
  readonly body: string
  readonly arguments: readonly Text[]
}

export interface LocalMessage {
  readonly message: string
  readonly text: string
}

export interface LocalTongue {
  readonly name: Text
  readonly markers: readonly string[]
  readonly message: readonly LocalMessage[]
}

export interface Conversing {
  readonly automatic: readonly ChannelAnswers[]
  readonly nudge: readonly NudgeStep[]
  readonly canned: readonly CannedReply[]
  readonly template: readonly ReplyTemplate[]
  readonly local?: LocalTongue | null
}

export interface Fleet {
  readonly id: string
  readonly name: Text
  readonly kinds: readonly string[]
}

export interface Partner {
  readonly id: string
  readonly name: string
  readonly call_sign: string
  readonly order: number
  readonly area: string
  readonly capabilities: readonly string[]
  readonly phone: string
  readonly opens?: string | null
  readonly closes?: string | null
}

export interface Post {
  readonly id: string
  readonly name: Text
  readonly per_rt: boolean
}

export interface Telephone {
  readonly number: string
  readonly name: Text
  readonly source: string
  readonly districts: readonly string[]
}

export interface Neighbour {
  readonly id: string
  readonly name: Text
  readonly code: string
  readonly latitude: number
  readonly longitude: number
  readonly districts: readonly string[]
  readonly phones: readonly Telephone[]
  readonly place: string
}

export interface NeighbourRules {
  readonly cross_border_P1: CrossBorder
  readonly ring_after_s: number
  readonly neighbour: readonly Neighbour[]
}

export type UnitWhy =
  | 'can'
  | 'also'
  | 'nearest'
  | 'ready'
  | 'from_position'
  | 'from_station'
  | 'no_place'
  | 'ask_base'
  | 'ask_help'
  | 'cannot'
  | 'off_duty'
  | 'busy'
  | 'free_in'
  | 'next_taken'
  | 'here'
  | 'declined'
  | 'last_unit'
  | 'enough'
  | 'spared'

export interface UnitReason {
  readonly why: UnitWhy
  readonly value: string
}

export interface Ranked {
  readonly unit_id: string
  readonly authority: Authority
  readonly reasons: readonly UnitReason[]
  readonly capability?: string | null
  readonly fills: readonly string[]
  readonly travel_s?: number | null
  readonly distance_m?: number | null
  readonly estimated: boolean
  readonly position_age_s?: number | null
  readonly free_s?: number | null
  readonly can_go: boolean
}

export interface Short {
  readonly capability: string
  readonly missing: number
  readonly next_free_s?: number | null
  readonly next_unit?: string | null
  readonly kept?: string | null
}

export interface Proposal {
  readonly chosen: readonly Ranked[]
  readonly short: readonly Short[]
  readonly others: readonly Ranked[]
}

export interface Fleeted {
  readonly fleet: string
  readonly free: number
}

export interface Lane {
  readonly incident_id: string
  readonly away_m: number
  readonly at: Instant
  readonly car_fits: boolean | null
  readonly on_foot_m: number | null
  readonly meeting: Readonly<Record<string, number>> | null
}

export interface Cards {
  readonly 'queue': QueueCard
  readonly 'suggestions': SuggestionCard
  readonly 'calls': CallCard
  readonly 'takers': TakerCard
  readonly 'call-backs': CallBackCard
  readonly 'announcements': AnnouncementCard
  readonly 'restrictions': RestrictionCard
  readonly 'service-level': ServiceHour
  readonly 'open-incidents': IncidentCard
  readonly 'units': UnitCard
  readonly 'fleets': FleetCard
  readonly 'lanes': LaneCard
  readonly 'liaisons': LiaisonsCard
  readonly 'guides': RunningGuide
  readonly 'guide-cards': IssuedCard
  readonly 'victims': VictimCard
  readonly 'referrals': ReferralCard
  readonly 'links': LinksCard
  readonly 'alerts': AlertCard
  readonly 'alert-ways': WayCard
  readonly 'alert-devices': DeviceCard
  readonly 'crews': CrewCard
  readonly 'field': FieldCard
  readonly 'passes': PassCard
  readonly 'systems': SystemCard
  readonly 'machine-keys': MachineKeyCard
  readonly 'handovers': HandoverCard
  readonly 'offers': OfferCard
  readonly 'border-notes': BorderNotesCard
  readonly 'reporter-status': ReporterCard
  readonly 'reporter-progress': ProgressCard
  readonly 'message-costs': MessageCosts
  readonly 'patients': PatientsCard
  readonly 'hospitals': HospitalCard
  readonly 'plans': EditedPlan
  readonly 'command': CommandCard
  readonly 'persons': PersonCard
  readonly 'premises': PremiseCard
  readonly 'long-cases': LongCaseCard
  readonly 'shelters': ShelterCard
  readonly 'water': WaterCard
  readonly 'situation': SituationCard
  readonly 'accounts': AccountCard
  readonly 'incident-story': StoryLine
}
