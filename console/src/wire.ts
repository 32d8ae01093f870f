// What travels between server and console. Cards, values and place data are generated from the
// Python dataclasses; here stands what the HTTP doors add. Masked vault contents arrive as null.

import type { GeoJSON } from 'geojson'
import type {
  Agency, Area, Candidate, Cards as BoardCards, Conversing, Finding, Fleet, Fleeted, Gauge, GuideCard,
  Hospital, IncidentType, Instant, Lane, LeaveBy, LocationSource, NeighbourRules, Partner, PassKind, Post, Proposal, Role, Sla,
  Shelter, SortMethod, Station, Text, TriageLine, Unit,
  Authority, PlanMessage, PlanTimers, Priority, Ranked, ResponsePlan, Short,
} from './wire.generated.ts'

export type * from './wire.generated.ts'

export type Language = 'id' | 'en'
/** A location as a command carries it; the door makes a claim of it. */
export interface LocationGiven {
  latitude?: number
  longitude?: number
  accuracy_m?: number
  source: LocationSource
  address?: string
  area?: string
}

/** What a report seems to be: of a contact's card, or of words being typed. */
export type TriageGiven = Omit<
  TriageLine,
  'suggestion_id' | 'rules' | 'at' | 'ahead_pm' | 'inputs'
>
export interface AdviceGiven {
  readonly rules: string
  readonly triage: TriageGiven
  readonly duplicates: {
    readonly candidates: readonly Candidate[]
    readonly ask_own_victim: boolean
  }
}

/** Who could go to an incident, and what is remembered of the lane there. */
export interface ProposalGiven extends Proposal {
  readonly incident_id: string
  readonly at: Instant
  readonly fleets: readonly Fleeted[]
  readonly lane: Lane | null
}

/** Who knows the way to an incident, and what is remembered of the lane there. */
export interface GettingThere {
  readonly people: readonly {
    readonly title: Post['name'] | null
    readonly rt: string
    readonly name: string | null
    readonly number: string | null
  }[]
  readonly lane: Lane | null
}

/** What the response plans propose: for an incident, or in a dry run. */
export interface PlanGiven {
  readonly at: Instant
  readonly incident_type: string
  readonly priority: Priority
  readonly area: string | null
  readonly alarm: number
  readonly matched: readonly {
    readonly plan: string | null
    readonly name: Text | null
    readonly level: number
    readonly reasons: readonly { readonly kind: string; readonly value: string }[]
  }[]
  readonly proposal: boolean
  readonly needs: readonly {
    readonly capability: string
    readonly count: number
    readonly alone: boolean
    readonly missing: number
  }[]
  readonly chosen: readonly Ranked[]
  readonly short: readonly Short[]
  readonly agencies: readonly {
    readonly agency: string
    readonly authority: Authority
    readonly note: string
    readonly tasked: boolean
  }[]
  readonly cards: readonly string[]
  readonly messages: readonly PlanMessage[]
  readonly timers: PlanTimers
  /** Outside the city: the place's rule, who may give leave, and whether it was given or not needed. */
  readonly border: {
    readonly rule: 'may_go' | 'ask_head' | 'hand_over'
    readonly asks: readonly LeaveBy[]
    readonly leave: boolean
  } | null
}

/** A plan as it stands; null where it was withdrawn. */
export interface StandingPlan {
  readonly plan_id: string
  readonly edition: number
  readonly plan: ResponsePlan | null
  readonly of_file: boolean
  readonly unsound: readonly string[] // fields that name what the place does not have any more
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

/** Where to drive with a patient: every hospital, most fitting first. */
export interface DestinationRow {
  readonly hospital: string
  readonly travel_s: number | null
  readonly distance_m: number | null
  readonly estimated: boolean
  readonly eta_at: Instant | null
  readonly reasons: readonly {
    readonly why:
      | 'nearest' | 'has' | 'lacks' | 'not_known' | 'closed' | 'diverts' | 'declined'
      | 'beds_free' | 'full' | 'beds_not_known' | 'waits' | 'bound' | 'taken' | 'queue' | 'special'
    readonly good: boolean
    readonly value: string
    readonly said_at: Instant | null
  }[]
  readonly fits: boolean
  readonly bpjs: boolean | null
}
export interface DestinationsGiven {
  readonly at: Instant
  readonly from_unit: boolean
  readonly position_age_s: number | null
  readonly rows: readonly DestinationRow[]
}

// ---- boards and signals

export interface Cards extends BoardCards {
  statistics: StatisticCard
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
/** Where a citizen's phone says it is; the key is the contact. */
export interface CallerSignal {
  readonly latitude: number
  readonly longitude: number
  readonly accuracy_m: number | null
  readonly link_id: string
}
/** A lamp of the telephone or of a channel: what works, since when it does not, and what that means. */
export interface LampSignal {
  readonly state: 'ok' | 'degraded' | 'down'
  readonly words_key?: string | null
  readonly since_at: Instant
}
/** What a page said of its telephone; `page` tells two pages of one account apart. */
export interface PhoneSignal {
  readonly state: 'idle' | 'ringing' | 'talking' | 'bridging'
  readonly contact_id: string | null
  readonly mic: 'ok' | 'none' | 'denied'
  readonly registered: boolean
  readonly page?: string
}
export interface DraftField {
  readonly value: string
  readonly by: string
  readonly at: Instant
}
export type DraftSignal = Readonly<Record<string, DraftField>>

export interface Signal {
  readonly kind: 'position' | 'presence' | 'draft' | 'typing' | 'lamp' | 'phone' | 'citizen_position' | 'caller_position'
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

// ---- place, site, session

export interface Place {
  readonly id: string
  readonly name: Text
  readonly zone: string
  readonly zone_name: string
  readonly version: string
  readonly drill: boolean
  readonly agencies: readonly Agency[]
  readonly stations: readonly Station[]
  readonly units: readonly Unit[]
  readonly partners: readonly Partner[]
  readonly posts: readonly Post[]
  readonly fleets: readonly Fleet[]
  readonly neighbours?: NeighbourRules
  readonly chat_groups?: readonly { readonly id: string; readonly name: Text }[]
  readonly hospitals: readonly Hospital[]
  readonly gauges?: readonly Gauge[]
  readonly shelters?: readonly Shelter[]
  readonly care?: {
    readonly offload_target_s: number
    readonly diversion_max_h: number
    readonly report_valid_min: number
    readonly service: readonly { readonly id: string; readonly name: Text }[]
  } // CareRules, as far as a screen needs them
  readonly incident_types: readonly IncidentType[]
  readonly capabilities: Readonly<Record<string, Text>>
  readonly results: Readonly<Record<string, Text>>
  readonly messages: Readonly<Record<string, Text>>
  readonly conversation: Conversing
  readonly areas: readonly Area[]
  readonly sla: Sla
  readonly bounds: readonly [number, number, number, number]
  readonly outline: GeoJSON | null
  readonly sources: readonly string[]
  readonly emergency_number?: string
  readonly lines: {
    readonly bound_s: number
    readonly near_m: number
    readonly announcement_min: number
    readonly silent_listen_s: number
  }
}

/** Every guide card of the place, in its order; `sorting`: finding → [when yes, when no]. */
export interface GuideBook {
  readonly version: string
  readonly medical_lead: Role
  readonly opening: string | null
  readonly arrest: string | null
  readonly required: readonly string[]
  readonly cards: readonly GuideCard[]
  readonly sorting: Readonly<
    Record<SortMethod, Readonly<Partial<Record<Finding, readonly [string, string]>>>>
  >
}

export interface DemoAccount {
  readonly user: string
  readonly roles: readonly Role[]
  readonly label: string
}
export interface Site {
  readonly place: string
  readonly name: Text | string
  readonly drill: boolean
  readonly emergency_number: string
  readonly languages: readonly string[]
  readonly demo_accounts?: readonly DemoAccount[]
  readonly demo_password?: string
}
export interface Session {
  readonly account_id: string
  readonly name: string
  readonly roles: readonly Role[]
  readonly agency: string | null
  readonly units: readonly string[]
  readonly hospital: string | null
  /** Who came by a link instead of an account: what for, and until when. */
  readonly pass?: {
    readonly kind: PassKind
    readonly expires_at: Instant
    readonly referral_id: string | null
    readonly incident_id: string | null
    readonly unit_id: string | null
  } | null
  readonly csrf: string
  readonly place: string
  readonly drill: boolean
}
