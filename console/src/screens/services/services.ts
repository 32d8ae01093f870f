// Public services as rows: a task of an agency, or an incident that no agency has.
import { distance_m } from '../../geometry.ts'
import type { IncidentCard, IncidentType, Point, ReferralCard } from '../../wire.ts'
import { dueOf } from '../agency/tasks.ts'

export const NEAR_M = 150
const ROOT = 'public_facility'
const SLOW: readonly string[] = ['P3', 'P4']

export interface Row {
  readonly key: string
  readonly incident_id: string
  readonly type: string
  readonly number: string
  readonly priority: ReferralCard['priority']
  readonly location: IncidentCard['location']
  readonly since: string
  readonly due: string | null
  readonly task: ReferralCard | null
  readonly incident: IncidentCard | null
  readonly reporters: number
}

/** Kinds that may be taken down as a service: what may cost a life is none. */
export function isService(type: Pick<IncidentType, 'id' | 'priority'>): boolean {
  return type.id.startsWith(`${ROOT}.`) && SLOW.includes(type.priority)
}

export function rowsOf(
  tasks: Iterable<ReferralCard>,
  incidents: ReadonlyMap<string, IncidentCard>,
): Row[] {
  const rows: Row[] = []
  const tasked = new Set<string>()
  for (const task of tasks) {
    if (!SLOW.includes(task.priority)) continue
    const incident = incidents.get(task.incident_id) ?? null
    tasked.add(task.incident_id)
    rows.push({
      key: task.referral_id,
      incident_id: task.incident_id,
      type: task.incident_type,
      number: task.incident_number,
      priority: task.priority,
      location: task.location ?? incident?.location ?? null,
      since: task.sent_at,
      due: dueOf(task)?.at ?? null,
      task,
      incident,
      reporters: incident?.reporters ?? 0,
    })
  }
  for (const incident of incidents.values()) {
    const facility = incident.incident_type.startsWith(`${ROOT}.`)
    const slow = facility ? SLOW.includes(incident.priority) : incident.priority === 'P4'
    if (!slow || incident.merged_into || tasked.has(incident.incident_id)) continue
    rows.push({
      key: incident.incident_id,
      incident_id: incident.incident_id,
      type: incident.incident_type,
      number: incident.number,
      priority: incident.priority,
      location: incident.location ?? null,
      since: incident.opened_at,
      due: null,
      task: null,
      incident,
      reporters: incident.reporters,
    })
  }
  return rows.sort(byDeadline)
}

/** Nobody's first, then what rings, then the nearest deadline, then the oldest. */
function byDeadline(one: Row, other: Row): number {
  const rank = (row: Row) => (!row.task ? 0 : row.task.rings ? 1 : 2)
  const at = (row: Row) => Date.parse(row.due ?? row.since)
  return rank(one) - rank(other) || at(one) - at(other) || one.key.localeCompare(other.key)
}

export function isLate(row: Row, now_ms: number): boolean {
  return Boolean(row.task?.rings) || (row.due !== null && Date.parse(row.due) < now_ms)
}

export interface Near {
  readonly card: IncidentCard
  readonly metres: number | null // null: by the words of the place
}

/** Open ones of the same kind close by, or under the same pole number or address. */
export function near(
  incidents: Iterable<IncidentCard>,
  wish: { readonly type: string; readonly point: Point | null; readonly where: string },
): Near[] {
  const words = plain(wish.where)
  const found: Near[] = []
  for (const card of incidents) {
    if (card.incident_type !== wish.type || card.merged_into) continue
    const there = card.location?.point
    const metres = there && wish.point ? Math.round(distance_m(there, wish.point)) : null
    const same = words.length > 3 && card.notes.some((one) => plain(one.note ?? '').includes(words))
    const named = words.length > 3 && plain(there?.address ?? '') === words
    if (metres !== null && metres <= NEAR_M) found.push({ card, metres })
    else if (same || named) found.push({ card, metres: null })
  }
  return found.sort((one, other) => (one.metres ?? 0) - (other.metres ?? 0)).slice(0, 4)
}

const plain = (text: string) => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ').trim()
