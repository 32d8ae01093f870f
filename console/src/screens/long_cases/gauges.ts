// Names of gauges, stages and cases, and of wire types, that several tabs use.
import { live } from '../../live.svelte.ts'
import { say } from '../../messages/words.ts'
import type { Gauge } from '../../wire.ts'
import { t } from './words.ts'

export type { Gauge as PlaceGauge, LongCaseCard } from '../../wire.ts'

export function stageName(gauge: Gauge | undefined, stage: string | null | undefined): string {
  if (!stage) return t('water_normal')
  return say(gauge?.stages.find((one) => one.id === stage)?.name, stage)
}

export function caseNumber(incident: string): string {
  return live.board('open-incidents').get(incident)?.number ?? `#${incident.slice(-4)}`
}
