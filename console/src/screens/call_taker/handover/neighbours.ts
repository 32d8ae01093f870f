// Who is beside us, which kecamatan are theirs, and who of them is nearest to a point.
import { distance_m } from '../../../geometry.ts'
import { say } from '../../../messages/words.ts'
import { place } from '../../../session.svelte.ts'
import type { Neighbour, Point } from '../../../wire.ts'
import { named, type District } from './districts.ts'

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

export const districts = (): District[] =>
  neighbours().flatMap((one) =>
    one.districts.map((name) => ({ id: `${one.id}/${name}`, label: name, hint: say(one.name) })),
  )

/** The kecamatan that an address names, as its key; else "". */
export const districtIn = (address: string | null | undefined): string => named(address, districts())
