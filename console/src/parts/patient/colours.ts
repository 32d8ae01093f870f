import type { PatientLine, VictimWord } from '../../wire.ts'
import { SHAPES } from '../shapes.ts'

export const COLOURS: readonly VictimWord[] = ['immediate', 'delayed', 'minor', 'deceased']

/** Shape beside letter and colour: nobody has to see colours. */
export const SHAPE_OF: Readonly<Record<VictimWord | 'none', string>> = {
  immediate: SHAPES.P1,
  delayed: SHAPES.P2,
  minor: SHAPES.P3,
  deceased: 'M1 1 L11 11 M11 1 L1 11',
  none: SHAPES.P4,
}

export function isOver(line: PatientLine): boolean {
  return Boolean(line.ended_at ?? line.handed_over_at)
}

/** Red first, then yellow, unsorted, green, black; then the order they were written down in. */
export function byColour(one: PatientLine, other: PatientLine): number {
  const rank = (line: PatientLine) =>
    line.colour ? { immediate: 0, delayed: 1, minor: 3, deceased: 4 }[line.colour] : 2
  return rank(one) - rank(other) || one.ordinal - other.ordinal
}
