import { groupText } from '../../parts/task/group_text.ts'
import { happening } from '../../parts/task/share.ts'
import { place } from '../../session.svelte.ts'
import type { IncidentCard } from '../../wire.ts'

/** The text for a chat group, with the radio channels of those who go. */
export function incidentText(incident: IncidentCard): string {
  const channels = new Set(
    Object.values(incident.dispatches)
      .map((line) => place().agencyOf(line.unit_id)?.radio_channel)
      .filter(Boolean),
  )
  return groupText({
    ...happening(incident),
    number: incident.number,
    since: incident.clock_start_at,
    meeting: incident.meeting?.location?.point ?? null,
    radio: [...channels].join(', '),
  })
}
