// What callers will hear, before it is said. The server speaks the place's own sentence.
import { place } from '../../../session.svelte.ts'
import { t } from './words.ts'

const MESSAGE = 'incident_announced'

export function spoken(incident_type: string, area: string | null): string {
  const here = place()
  const values = {
    type: here.type(incident_type)?.name.id ?? incident_type,
    place: here.areaName(area) || here.raw.name.id,
  }
  const own = here.raw.messages[MESSAGE]?.id
  if (!own) return t('announce.sentence', values)
  return own.replace('{type}', values.type).replace('{place}', values.place)
}
