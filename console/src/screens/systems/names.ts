// How a machine is called: by the agency or neighbour it belongs to.
import { say } from '../../messages/words.ts'
import { place } from '../../session.svelte.ts'

export interface Choice {
  readonly id: string
  readonly name: string
}

/** Every agency and every neighbour that could have a machine. */
export function choices(): readonly Choice[] {
  const agencies = place().raw.agencies.map((one) => ({ id: `agency:${one.id}`, name: say(one.name) }))
  const beside = (place().raw.neighbours?.neighbour ?? []).map((one) => ({
    id: `neighbour:${one.id}`,
    name: say(one.name),
  }))
  return [...agencies, ...beside]
}

export const systemName = (system: string): string =>
  choices().find((one) => one.id === system)?.name ?? system
