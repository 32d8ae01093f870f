// What cards say to a crew that is not in every version of the room; read with care.
import type { IncidentCard, Instant, Location, UnitCard } from '../../wire.ts'

export interface Meeting {
  readonly location?: Location | null
  readonly guide_name?: string | null
  readonly guide_number?: string | null
  readonly car_fits?: boolean | null
  readonly on_foot_m?: number | null
}
export interface Orders {
  readonly stood_down?: {
    readonly dispatch_id: string
    readonly at: Instant
    readonly reason?: string | null
    readonly moved_to?: string | null
  } | null
  readonly pre_alert?: { readonly pre_alert_id: string; readonly at: Instant; readonly note?: string | null } | null
  readonly next?: { readonly incident_id: string; readonly at: Instant } | null
}

export const meetingOf = (card: IncidentCard): Meeting | null =>
  (card as IncidentCard & { meeting?: Meeting | null }).meeting ?? null

export const ordersOf = (card: UnitCard | undefined): Orders => (card ?? {}) as Orders
