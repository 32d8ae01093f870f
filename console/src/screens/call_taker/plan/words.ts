import { catalogue } from '../../../messages/catalogue.ts'
import { command } from '../../../messages/id/command.ts'
import { plans } from '../../../messages/id/plans.ts'
import { say } from '../../../messages/words.ts'
import { place } from '../../../session.svelte.ts'
import type { PlanGiven, ResponsePlan } from '../../../wire.ts'

/** Words of response plans. */
export const t = catalogue(plans, () => import('../../../messages/en/plans.ts').then((en) => en.plans))

/** Words of alarm levels, roll calls and the command of an incident. */
export const c = catalogue(command, () =>
  import('../../../messages/en/command.ts').then((en) => en.command),
)

type Reason = PlanGiven['matched'][number]['reasons'][number]

/** Why a plan holds, in a few words. */
export function reasonWords({ kind, value }: Reason): string {
  if (kind === 'type') return place().typeName(value)
  if (kind === 'days') return t(`days.${value}` as 'days.off')
  const key = `reason.${kind}`
  return key in plans ? t(key as keyof typeof plans, { value }) : value
}

export const capability = (id: string) => say(place().raw.capabilities[id], id)

export const minutes = (seconds: number) => Math.max(1, Math.round(seconds / 60))

/** "kelurahan Legok, 22:00–05:00": when a plan holds. */
export function whenWords(plan: ResponsePlan): string {
  const parts: string[] = []
  if (plan.areas.length) parts.push(plan.areas.map(areaWords).join(', '))
  if (plan.hours) parts.push(`${plan.hours.begins.slice(0, 5)}–${plan.hours.ends.slice(0, 5)}`)
  if (plan.days !== 'any') parts.push(t(`days.${plan.days}`))
  if (plan.priorities.length) parts.push(plan.priorities.join(' '))
  return parts.join(' · ') || t('always')
}

/** A kelurahan's name, or that of a kecamatan. */
export function areaWords(code: string): string {
  const area = place().area(code)
  if (area) return area.name
  return place().raw.areas.find((one) => one.district_code === code)?.district ?? code
}
