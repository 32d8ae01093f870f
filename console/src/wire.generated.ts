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

export interface ReporterCard {
  readonly contact_id: string
  readonly received_at: Instant
  readonly links: readonly string[]
  readonly seen_at?: Instant | null
  readonly incident_id?: string | null
  readonly over_at?: Instant | null
  readonly hushed: boolean
  readonly asked_at?: Instant | null
  readonly has_feedback: boolean
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
  readonly akin: readonly string[]
  readonly private: boolean
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
  readonly 'guides': RunningGuide
  readonly 'guide-cards': IssuedCard
  readonly 'victims': VictimCard
  readonly 'referrals': ReferralCard
  readonly 'links': LinksCard
  readonly 'reporter-status': ReporterCard
  readonly 'reporter-progress': ProgressCard
  readonly 'message-costs': MessageCosts
  readonly 'accounts': AccountCard
  readonly 'incident-story': StoryLine
}
