// Reading the rows of the statistics board.
import type { StatisticCard, Statistics } from '../../wire.ts'

export type Row = StatisticCard['rows'][number]

export function rowsOf(figures: Statistics | null, name: string): readonly Row[] {
  return figures?.cards[name]?.rows ?? []
}

/** A number of a row; absent and null count as zero. */
export function num(row: Row | undefined, column = 'count'): number {
  return Number(row?.[column] ?? 0)
}

export function sum(rows: readonly Row[], column: string): number {
  return rows.reduce((total, row) => total + num(row, column), 0)
}

export interface Rise {
  readonly key: string
  readonly before: number
  readonly count: number
}

/** Keys that grew, the greatest growth first. */
export function rises(now: readonly Row[], earlier: readonly Row[]): Rise[] {
  const was = new Map(earlier.map((row) => [String(row['key']), num(row)]))
  return now
    .map((row) => {
      const key = String(row['key'])
      return { key, before: was.get(key) ?? 0, count: num(row) }
    })
    .filter((rise) => rise.count > rise.before)
    .sort((one, other) => other.count - other.before - (one.count - one.before))
}
