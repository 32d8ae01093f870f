// A plan as the form holds it, and as the desk is asked.
import { say } from '../../messages/words.ts'
import { place } from '../../session.svelte.ts'
import type { PlanMessage, ResponsePlan, StandingPlan } from '../../wire.ts'
import { areaWords } from '../call_taker/plan/words.ts'

type Mutable<T> = T extends object ? { -readonly [Key in keyof T]: Mutable<T[Key]> } : T

export interface Form {
  id: string
  name_id: string
  name_en: string
  types: string[]
  alarm: number
  priorities: string[]
  areas: string[]
  begins: string
  ends: string
  days: ResponsePlan['days']
  needs: { capability: string; count: number; alone: boolean }[]
  agencies: { agency: string; note: string }[]
  cards: string[]
  messages: Mutable<PlanMessage>[]
  roll_call_min: string
  first_check_min: string
  proposal: boolean
}

export function emptyPlan(): ResponsePlan {
  return {
    id: '',
    name: { id: '', en: '' },
    types: [],
    alarm: 1,
    priorities: [],
    areas: [],
    hours: null,
    days: 'any',
    needs: [],
    agencies: [],
    cards: [],
    messages: [],
    timers: { roll_call_min: null, first_check_min: null },
    proposal: false,
  }
}

export function formOf(plan: ResponsePlan): Form {
  const copy = JSON.parse(JSON.stringify(plan)) as Mutable<ResponsePlan>
  return {
    id: copy.id,
    name_id: copy.name.id,
    name_en: copy.name.en,
    types: [...copy.types],
    alarm: copy.alarm,
    priorities: [...copy.priorities],
    areas: [...copy.areas],
    begins: copy.hours?.begins.slice(0, 5) ?? '',
    ends: copy.hours?.ends.slice(0, 5) ?? '',
    days: copy.days,
    needs: copy.needs.map((need) => ({ ...need })),
    agencies: copy.agencies.map((one) => ({ ...one })),
    cards: [...copy.cards],
    messages: copy.messages.map((one) => ({ ...one })),
    roll_call_min: copy.timers.roll_call_min ? `${copy.timers.roll_call_min}` : '',
    first_check_min: copy.timers.first_check_min ? `${copy.timers.first_check_min}` : '',
    proposal: copy.proposal,
  }
}

const whole = (text: string | number) => (String(text).trim() ? Math.round(Number(text)) : null)

export function planOf(form: Form): ResponsePlan {
  const hours = form.begins || form.ends
  return {
    id: form.id.trim(),
    name: { id: form.name_id.trim(), en: form.name_en.trim() || form.name_id.trim() },
    types: [...form.types],
    alarm: form.alarm,
    priorities: [...form.priorities] as ResponsePlan['priorities'],
    areas: [...form.areas],
    hours: hours ? { begins: clockTime(form.begins), ends: clockTime(form.ends) } : null,
    days: form.days,
    needs: form.needs.map((need) => ({ ...need, count: Math.round(Number(need.count)) })),
    agencies: form.agencies.map((one) => ({ ...one, note: one.note.trim() })),
    cards: [...form.cards],
    messages: form.messages.map((one) => ({ ...one })),
    timers: {
      roll_call_min: whole(form.roll_call_min),
      first_check_min: whole(form.first_check_min),
    },
    proposal: form.proposal,
  }
}

const clockTime = (text: string) => `${text || '00:00'}:00`.slice(0, 8)

/** The same whatever the order of keys. */
export function same(one: ResponsePlan | null, other: ResponsePlan | null): boolean {
  if (!one || !other) return one === other
  return JSON.stringify(planOf(formOf(one))) === JSON.stringify(planOf(formOf(other)))
}

/** Whether a plan has what is searched for in its name, types, places or agencies. */
export function matches({ plan_id, plan }: StandingPlan, filter: string): boolean {
  const wanted = filter.trim().toLowerCase()
  if (!wanted) return true
  const words = [plan_id]
  if (plan) {
    words.push(say(plan.name), ...plan.types.map((type) => place().typeName(type)))
    words.push(...plan.areas.map(areaWords))
    words.push(...plan.agencies.map((one) => place().agency(one.agency)?.short ?? one.agency))
  }
  return words.some((word) => word.toLowerCase().includes(wanted))
}
