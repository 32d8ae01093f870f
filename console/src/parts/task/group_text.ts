// The text people paste into WhatsApp groups: bold where the eye lands, one thing a line, a map that
// opens. Indonesian whatever the screen speaks. Never a name, a number or words of the reporter: a
// group forwards everything.
import { dateOf, timeOfDay } from '../../format.ts'
import { tasks as id } from '../../messages/id/tasks.ts'
import type { Instant, Point } from '../../wire.ts'

export interface Told {
  readonly drill: boolean
  readonly city: string
  readonly room: string // the number of the room
  readonly zone: string
  readonly zone_name: string
  readonly priority: string
  readonly type: string
  readonly number: string
  readonly task?: string
  readonly since: Instant
  readonly area: string
  /** Of a kind whose reporters must be protected neither address nor map goes into a group. */
  readonly hushed: boolean
  readonly point?: (Point & { readonly address?: string | null }) | null
  readonly accuracy_m?: number | null
  readonly meeting?: Point | null
  readonly radio?: string
  readonly due?: { readonly at: Instant; readonly accepted: boolean } | null
  readonly link?: string
}

// What every phone opens. Only written into the text: this console never asks for it.
const MAP_LINK = 'https://maps.google.com/?q='

const fill = (key: keyof typeof id, values: Record<string, string>) =>
  id[key].replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole)

/** WhatsApp reads stars, underscores and the like as form. */
const plain = (text: string) => text.replace(/[*_~`\s]+/g, ' ').trim()

const map = (point: Point) => `${MAP_LINK}${point.latitude},${point.longitude}`

export function groupText(told: Told): string {
  const { point, due, hushed, zone } = told
  const clock = `${timeOfDay(told.since, zone)} ${told.zone_name}`
  const until = due && `${dateOf(due.at, zone, 'id')} ${timeOfDay(due.at, zone)} ${told.zone_name}`
  const near = told.accuracy_m == null ? '' : ` (± ${told.accuracy_m} m)`
  const where = [hushed ? '' : plain(point?.address ?? ''), plain(told.area)]
  const room = { number: told.room, city: told.city }
  return [
    told.drill && `*${id['share.drill']}*`,
    `*${told.priority} ${plain(told.type)}*`,
    [told.number, told.task, fill('share.since', { time: clock })].filter(Boolean).join(' · '),
    where.some(Boolean) && `${id['share.place']}: ${where.filter(Boolean).join(' · ')}`,
    hushed && id[told.link ? 'share.hushed_link' : 'share.hushed'],
    !hushed && point && `${id['share.map']}${near}: ${map(point)}`,
    !hushed && told.meeting && `${id['share.meeting']}: ${map(told.meeting)}`,
    told.radio && `${id['share.radio']}: ${told.radio}`,
    due && until && `*${fill(due.accepted ? 'share.done_by' : 'share.accept', { time: until })}*`,
    told.link && `${id['share.how']}\n${told.link}`,
    fill('share.room', room),
  ]
    .filter(Boolean)
    .join('\n')
}
