// Names of gauges, stages and cases, and of wire types, that several tabs use.
import { live } from '../../live.svelte.ts'
import { say } from '../../messages/words.ts'
import { place } from '../../session.svelte.ts'
import type { Figure, Gauge } from '../../wire.ts'
import { t } from './words.ts'

export type { Gauge as PlaceGauge, LongCaseCard } from '../../wire.ts'

export function stageName(gauge: Gauge | undefined, stage: string | null | undefined): string {
  if (!stage) return t('water_normal')
  return say(gauge?.stages.find((one) => one.id === stage)?.name, stage)
}

/** The stage in a report; an old one knows only its rank. */
export function stageOf({ about, word, value }: Figure): string {
  const gauge = (place().raw.gauges ?? []).find((one) => one.id === about)
  return stageName(gauge, word || (value ? (gauge?.stages[value - 1]?.id ?? String(value)) : null))
}

export function caseArea(incident: string): string {
  const area = live.board('open-incidents').get(incident)?.location?.area
  return area ? place().areaName(area) : ''
}

export function caseNumber(incident: string): string {
  return live.board('open-incidents').get(incident)?.number ?? `#${incident.slice(-4)}`
}
