// What a shelter is called and how many are in it.
import { place } from '../../session.svelte.ts'
import type { ShelterCard } from '../../wire.ts'

/** These four add up to everybody; the others are some of them. */
export const WHOLE = ['men', 'women', 'children', 'infants'] as const

export function shelterName({ name, shelter_id }: ShelterCard): string {
  return name ?? (place().raw.shelters ?? []).find((one) => one.id === shelter_id)?.name ?? shelter_id
}

/** Null: nobody has counted. */
export function whole({ heads }: ShelterCard): number | null {
  const counted = WHOLE.flatMap((kind) => heads[kind] ?? [])
  return counted.length ? counted.reduce((sum, one) => sum + one.count, 0) : null
}
