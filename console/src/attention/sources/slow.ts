// Cases that last: their reviews, tasks and hand-overs, the river, what is to be reported.
import { live } from '../../live.svelte.ts'
import { say } from '../../messages/words.ts'
import { caseNumber, stageName } from '../../screens/long_cases/gauges.ts'
import { t } from '../../screens/long_cases/words.ts'
import { place } from '../../session.svelte.ts'
import type { LongCaseCard, SituationCard, WaterAlarm } from '../../wire.ts'
import type { Ring } from '../model.ts'

export function longCases(): Ring[] {
  return [
    ...[...live.board('long-cases').values()].flatMap(ofCase),
    ...[...live.board('water').values()].flatMap(({ gauge, alarm }) =>
      alarm ? [ofWater(gauge, alarm)] : [],
    ),
    ...[...live.board('situation').values()].flatMap(ofSituation),
  ]
}

type Why = 'review' | 'left' | 'hand' | 'task' | 'report' | 'house'

export function rung(card: LongCaseCard): boolean {
  return ofCase(card).length > 0
}

function ofCase(card: LongCaseCard): Ring[] {
  const found: Ring[] = []
  const add = (why: Why, since: string, step = 1) =>
    found.push({ ...ring(why, card, { since, step }), priority: card.priority })
  if (card.step) add('review', card.review_at, card.step)
  if (card.owner_left_at) add('left', card.owner_left_at)
  if (card.hand_over?.step) add('hand', card.hand_over.answer_by_at, card.hand_over.step)
  const late = Object.values(card.tasks).filter((one) => one.step)
  const first = late.map((one) => one.until_at).sort()[0]
  if (first) add('task', first, Math.max(...late.map((one) => one.step)))
  return found
}

function ofSituation(card: SituationCard): Ring[] {
  const found: Ring[] = []
  if (card.step) found.push(ring('report', card, { since: card.due_at ?? '', step: card.step }))
  const houses = Object.values(card.houses).filter((one) => one.step)
  const first = houses.map((one) => one.recall_at).sort()[0]
  const step = Math.max(0, ...houses.map((one) => one.step))
  if (first) found.push(ring('house', card, { since: first, step }))
  return found
}

const TAB: Partial<Record<Why, string>> = { report: 'reports', house: 'shelters' }

function ring(
  why: Why,
  of: { readonly incident_id: string; readonly incident_number: string },
  { since, step }: { readonly since: string; readonly step: number },
): Ring {
  const number = of.incident_number || caseNumber(of.incident_id)
  return {
    ...SLOW,
    id: `${why}/${of.incident_id}`,
    key: `${why}/${of.incident_id}/${step}`,
    words: t(`rings_${why}`, { number }),
    incident_id: of.incident_id,
    since_at: since,
    opens: ['long_cases', TAB[why] ?? 'cases'],
    topic: `${why}/${of.incident_id}`,
  }
}

function ofWater(id: string, alarm: WaterAlarm): Ring {
  const gauge = (place().raw.gauges ?? []).find((one) => one.id === id)
  return {
    ...SLOW,
    id: `water/${id}`,
    key: `water/${id}/${alarm.stage}/${alarm.step}`,
    words: t('rings_water', { gauge: say(gauge?.name, id), stage: stageName(gauge, alarm.stage) }),
    priority: alarm.priority ?? undefined,
    since_at: alarm.since_at,
    opens: ['long_cases', 'water'],
  }
}

const SLOW = { cause: 'long_cases', tone: 'overdue', urgency: 2, acts: [] } as const
