import { coordinates } from '../../format.ts'
import { accuracy, say, word } from '../../messages/words.ts'
import { place } from '../../session.svelte.ts'
import type { IncidentCard } from '../../wire.ts'
import { placeWords } from './room.svelte.ts'

// What every crew's phone opens. Only written into the text: this console never asks for it.
const MAP_LINK = 'https://maps.google.com/?q='

/**
 * The text for a chat group: type, place, map link, radio channel. Never a name, a number or words
 * of the reporter: a group forwards everything.
 */
export function groupText(incident: IncidentCard): string {
  const type = place().type(incident.incident_type)
  const point = incident.location?.point
  const channels = new Set(
    Object.values(incident.dispatches)
      .map((line) => place().agencyOf(line.unit_id)?.radio_channel)
      .filter(Boolean),
  )
  return [
    `${incident.priority} ${say(type?.name, incident.incident_type)} · ${incident.number}`,
    placeWords(incident),
    point && `${coordinates(point)} (${accuracy(incident.location?.accuracy_m)})`,
    point && `${MAP_LINK}${point.latitude},${point.longitude}`,
    channels.size ? `${word('via.radio')}: ${[...channels].join(', ')}` : '',
  ]
    .filter(Boolean)
    .join('\n')
}
