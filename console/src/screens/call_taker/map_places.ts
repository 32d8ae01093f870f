// What stands on the map beside incidents and units: shelters, rivers, command posts, meeting
// points. What has no point of its own lies in the middle of its kelurahan, and is marked so.
import type { PlaceKind, PlaceSpot } from '../../map/city_map.ts'
import { live } from '../../live.svelte.ts'
import { say } from '../../messages/words.ts'
import { place } from '../../session.svelte.ts'
import type { Location, Point, ShelterCard } from '../../wire.ts'
import { stageName } from '../long_cases/gauges.ts'
import { shelterName, whole } from '../long_cases/shelters.ts'
import { c } from './plan/words.ts'
import { t } from './words.ts'

/** `point` is null: nobody has said where. */
export interface PlaceLine extends Omit<PlaceSpot, 'point'> {
  readonly point: Point | null
  readonly words: string
  readonly bad?: boolean
  readonly incident_id?: string
}

export function mapPlaces(): PlaceLine[] {
  return [...commands(), ...meetings(), ...shelters(), ...waters()]
}

export const marked = (lines: readonly PlaceLine[]): PlaceSpot[] =>
  lines.flatMap(({ point, ...line }) => (point ? [{ ...line, point }] : []))

function at(location: Location | null | undefined): Pick<PlaceLine, 'point' | 'rough'> {
  if (location?.point) return { point: location.point, rough: false }
  return { point: place().area(location?.area) ?? null, rough: true }
}

function numberOf(incident: string): string {
  return live.board('open-incidents').get(incident)?.number ?? ''
}

function line(kind: PlaceKind, id: string, more: Omit<PlaceLine, 'kind' | 'id'>): PlaceLine {
  return { kind, id: `${kind}/${id}`, ...more }
}

function commands(): PlaceLine[] {
  return [...live.board('command').values()].flatMap((card) => {
    const { incident_id, places } = card
    const sectors = Object.values(card.sectors).filter(Boolean).join(', ')
    return (['post', 'staging'] as const).flatMap((kind) => {
      const location = places[kind]
      if (!location) return []
      const label = c(`place.${kind}`)
      const more = kind === 'post' && sectors ? [t('map.sectors', { sectors })] : []
      const words = [label, numberOf(incident_id), ...more].join(' · ')
      return [line(kind, incident_id, { ...at(location), label, words, incident_id })]
    })
  })
}

function meetings(): PlaceLine[] {
  return [...live.board('open-incidents').values()].flatMap(({ incident_id, number, meeting }) => {
    if (!meeting?.location) return []
    const label = t('map.meeting')
    const words = `${label} · ${number}`
    return [line('meeting', incident_id, { ...at(meeting.location), label, words, incident_id })]
  })
}

function shelters(): PlaceLine[] {
  return [...live.board('shelters').values()].map((card) => {
    const name = shelterName(card)
    const { text, over } = heads(card)
    const known = (place().raw.shelters ?? []).find((one) => one.id === card.shelter_id)
    const where = card.location ? at(card.location) : { point: known?.position ?? null, rough: true }
    const label = `${name} ${text}`
    const words = over ? `${label} · ${t('map.shelter_over')}` : label
    return line('shelter', card.shelter_id, { ...where, label, words, bad: over })
  })
}

function heads(card: ShelterCard): { text: string; over: boolean } {
  const total = whole(card)
  const of = card.capacity == null ? '' : `/${card.capacity}`
  return { text: `${total ?? '?'}${of}`, over: card.capacity != null && (total ?? 0) > card.capacity }
}

/** A gauge lies in the kelurahan that it warns; most have none in the place's data. */
function waters(): PlaceLine[] {
  return (place().raw.gauges ?? []).flatMap((gauge) => {
    const card = live.board('water').get(gauge.id)
    const stage = card?.alarm?.stage ?? card?.readings.at(-1)?.stage
    const words = `${say(gauge.name)} · ${stageName(gauge, stage)}`
    const areas = card?.alarm?.areas.length ? card.alarm.areas : gauge.areas
    const label = stageName(gauge, stage)
    const given = { label, words, rough: true, bad: Boolean(card?.alarm) }
    if (!areas.length) return [line('water', gauge.id, { ...given, point: null })]
    return areas.map((code) =>
      line('water', `${gauge.id}/${code}`, {
        ...given,
        words: `${words} · ${place().areaName(code)}`,
        point: place().area(code) ?? null,
      }),
    )
  })
}
