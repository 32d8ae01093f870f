import type { Priority, ReferralCard, ReferralState } from '../../wire.ts'

export type Task = ReferralCard
export type Act = 'accept' | 'decline' | 'start' | 'finish' | 'hand_back'

export const TABS = ['all', 'new', 'open', 'done', 'back'] as const
export type TabName = (typeof TABS)[number]

const TAB_OF: Readonly<Record<ReferralState, TabName>> = {
  sent: 'new',
  delivered: 'new',
  accepted: 'open',
  in_progress: 'open',
  done: 'done',
  verified: 'done',
  declined: 'back',
  handed_back: 'back',
  taken_back: 'back',
}
const ACTS: Readonly<Partial<Record<ReferralState, readonly Act[]>>> = {
  sent: ['accept', 'start', 'finish', 'decline'],
  delivered: ['accept', 'start', 'finish', 'decline'],
  accepted: ['start', 'finish', 'hand_back'],
  in_progress: ['finish', 'hand_back'],
}

export function tabOf(task: Task): TabName {
  return TAB_OF[task.state]
}

/** What to offer in this state; the desk decides what is legal. The first is the main one. */
export function actsOf(task: Task): readonly Act[] {
  return ACTS[task.state] ?? []
}

export interface Due {
  readonly kind: 'accept' | 'promised' | 'done_by' | 'verify'
  readonly at: string
}

export function dueOf(task: Task): Due | null {
  const tab = tabOf(task)
  if (tab === 'new') return { kind: 'accept', at: task.accept_by_at }
  if (tab === 'open' && task.promised_at) return { kind: 'promised', at: task.promised_at }
  if (tab === 'open' && task.done_by_at) return { kind: 'done_by', at: task.done_by_at }
  if (tab === 'done' && task.verify_by_at) return { kind: 'verify', at: task.verify_by_at }
  return null
}

const TAB_ORDER: Readonly<Record<TabName, number>> = { new: 0, open: 1, back: 2, done: 3, all: 4 }

/** Who must act first stands first, then the nearest deadline, then the oldest. */
export function byDeadline(one: Task, other: Task): number {
  const tabs = TAB_ORDER[tabOf(one)] - TAB_ORDER[tabOf(other)]
  if (tabs) return tabs
  const due = (task: Task) => Date.parse(dueOf(task)?.at ?? task.state_at)
  return due(one) - due(other) || one.referral_id.localeCompare(other.referral_id)
}

/** One task of the own agency that is over. */
export interface EndedTask {
  readonly number: string
  readonly incident_type: string
  readonly priority: Priority
  readonly sent_at: string
  readonly accepted_at: string | null
  readonly in_time: boolean | null
  readonly done_at: string | null
  readonly verified_at: string | null
  readonly taken_back_at: string | null
  readonly escalations: number
  readonly reopened: number
}
