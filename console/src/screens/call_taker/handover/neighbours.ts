// Who is beside us, and who of them is nearest to a point.
import { distance_m } from '../../../geometry.ts'
import { say } from '../../../messages/words.ts'
import { place } from '../../../session.svelte.ts'
import type { Neighbour, Point } from '../../../wire.ts'

export const neighbours = (): readonly Neighbour[] => place().raw.neighbours?.neighbour ?? []

export const neighbourName = (id: string): string => {
  const known = neighbours().find((one) => one.id === id)
  return known ? say(known.name) : id
}

/** Nearest first; in the order of the place's list where no point is known. */
export function nearest(point: Point | null | undefined): readonly Neighbour[] {
  const all = [...neighbours()]
  if (!point) return all
  return all.sort((one, other) => distance_m(point, one) - distance_m(point, other))
}
