// The place's data, the public site and the session, as the server sends them.
import type { GeoJSON } from 'geojson'
import type { Authority, Priority, Role, Safety, Text } from './wire.ts'

export interface Position {
  readonly latitude: number
  readonly longitude: number
  readonly quality: 'surveyed' | 'kelurahan'
}
export interface Agency {
  readonly id: string
  readonly name: Text
  readonly short: string
  readonly authority: Authority
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
  readonly words: readonly string[]
}
export interface Area {
  readonly code: string
  readonly name: string
  readonly district_code: string
  readonly district: string
  readonly latitude: number
  readonly longitude: number
}
export interface Sla {
  readonly unit_assigned_s: Readonly<Record<Priority, number>>
  readonly answer_s: readonly (readonly [number, number])[]
}
export interface Place {
  readonly id: string
  readonly name: Text
  readonly zone: string
  readonly zone_name: string
  readonly drill: boolean
  readonly agencies: readonly Agency[]
  readonly stations: readonly Station[]
  readonly units: readonly Unit[]
  readonly hospitals: readonly Hospital[]
  readonly incident_types: readonly IncidentType[]
  readonly capabilities: Readonly<Record<string, Text>>
  readonly results: Readonly<Record<string, Text>>
  readonly messages: Readonly<Record<string, Text>>
  readonly areas: readonly Area[]
  readonly sla: Sla
  readonly bounds: readonly [number, number, number, number]
  readonly outline: GeoJSON | null
  readonly sources: readonly string[]
  readonly emergency_number?: string
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
  readonly csrf: string
  readonly place: string
  readonly drill: boolean
}
