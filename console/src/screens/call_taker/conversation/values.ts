// What the case holds for the holes of a ready reply.
import { timeOfDay } from '../../../format.ts'
import { shortNumber } from '../../../format.ts'
import { clock } from '../../../clock.svelte.ts'
import { live } from '../../../live.svelte.ts'
import { place } from '../../../session.svelte.ts'
import type { QueueCard } from '../../../wire.ts'
import type { Tongue, Values } from './replies.ts'
import { t } from './words.ts'

export function valuesOf(card: QueueCard, tongue: Tongue): Values {
  const incident = card.incident_id
    ? live.board('open-incidents').get(card.incident_id)
    : undefined
  const location = incident?.location ?? card.location
  const area = place().areaName(location?.area ?? card.area)
  const units = Object.values(incident?.dispatches ?? {}).map(({ unit_id }) =>
    place().callSign(unit_id),
  )
  const agencies = Object.values(incident?.referrals ?? {}).map(
    ({ agency }) => place().agency(agency)?.short ?? agency,
  )
  return {
    time: `${timeOfDay(clock.now_ms, place().raw.zone)} ${place().raw.zone_name}`,
    place: area || (location?.point?.address ?? ''),
    street: location?.point?.address ?? '',
    number: incident?.number ? shortNumber(incident.number) : '',
    unit: units.join(', '),
    agency: agencies.join(', '),
    eta: t(`eta.${tongue}`),
  }
}
