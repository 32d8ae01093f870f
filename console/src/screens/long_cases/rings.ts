// What of the long cases rings until a person acts, for this screen and for the room.
import { live } from '../../live.svelte.ts'
import { say } from '../../messages/words.ts'
import { place } from '../../session.svelte.ts'
import type { LongCaseCard, PlaceGauge } from './gauges.ts'
import { t } from './words.ts'

export interface Ring {
  readonly key: string
  readonly text: string
  readonly tab: 'cases' | 'shelters' | 'water' | 'reports'
}

export function rings(): Ring[] {
  const found: Ring[] = []
  for (const card of live.board('long-cases').values()) found.push(...ofCase(card))
  for (const card of live.board('water').values()) {
    if (!card.alarm) continue
    const gauge = (place().raw.gauges ?? []).find((one) => one.id === card.gauge)
    const stage = stageName(gauge, card.alarm.stage)
    const text = t('rings_water', { gauge: say(gauge?.name, card.gauge), stage })
    found.push({ key: `water ${card.gauge} ${card.alarm.stage}`, text, tab: 'water' })
  }
  for (const card of live.board('situation').values()) {
    const number = card.incident_number || caseNumber(card.incident_id)
    if (card.step) found.push(ring('report', card.incident_id, number, 'reports'))
    if (Object.values(card.houses).some((one) => one.step)) {
      found.push(ring('house', card.incident_id, number, 'shelters'))
    }
  }
  return found
}

export function rung(card: LongCaseCard): boolean {
  return ofCase(card).length > 0
}

export function stageName(gauge: PlaceGauge | undefined, stage: string | null | undefined): string {
  if (!stage) return t('water_normal')
  return say(gauge?.stages.find((one) => one.id === stage)?.name, stage)
}

export function caseNumber(incident: string): string {
  return live.board('open-incidents').get(incident)?.number ?? `#${incident.slice(-4)}`
}

function ofCase(card: LongCaseCard): Ring[] {
  const { incident_id: id, incident_number: number } = card
  const found: Ring[] = []
  if (card.step) found.push(ring('review', id, number, 'cases'))
  if (card.owner_left_at) found.push(ring('left', id, number, 'cases'))
  if (card.hand_over?.step) found.push(ring('hand', id, number, 'cases'))
  if (Object.values(card.tasks).some((one) => one.step)) found.push(ring('task', id, number, 'cases'))
  return found
}

function ring(
  why: 'review' | 'left' | 'hand' | 'task' | 'report' | 'house',
  id: string,
  number: string,
  tab: Ring['tab'],
): Ring {
  return { key: `${why} ${id}`, text: t(`rings_${why}`, { number }), tab }
}
