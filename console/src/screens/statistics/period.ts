// Periods in days of the place, both ends included.
import { isoDate } from '../../format.ts'

export const PERIODS = ['today', 'week', 'month', 'last_month', 'custom'] as const
export type PeriodName = (typeof PERIODS)[number]

export interface Period {
  readonly from: string // 2026-11-01
  readonly to: string
}

const DAY_MS = 86_400_000

export function periodOf(name: Exclude<PeriodName, 'custom'>, now_ms: number, zone: string): Period {
  const today = isoDate(now_ms, zone)
  const first = `${today.slice(0, 8)}01`
  switch (name) {
    case 'today':
      return { from: today, to: today }
    case 'week':
      return { from: shift(today, -6), to: today }
    case 'month':
      return { from: first, to: today }
    case 'last_month': {
      const last = shift(first, -1)
      return { from: `${last.slice(0, 8)}01`, to: last }
    }
  }
}

/**
 * What a period is compared with: a month with the month before (as many days of it as have passed),
 * anything else with the same number of days before it.
 */
export function before(period: Period, name: PeriodName): Period {
  const days = length(period)
  if (name === 'month' || name === 'last_month') {
    const last = shift(period.from, -1)
    const from = `${last.slice(0, 8)}01`
    if (name === 'last_month') return { from, to: last }
    const to = shift(from, days - 1)
    return { from, to: to > last ? last : to }
  }
  return { from: shift(period.from, -days), to: shift(period.from, -1) }
}

export function length(period: Period): number {
  return Math.round((Date.parse(period.to) - Date.parse(period.from)) / DAY_MS) + 1
}

function shift(day: string, days: number): string {
  return new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10)
}
