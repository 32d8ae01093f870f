// Words of the kronologi about a hand-over.
import type { StoryLine } from '../../../wire.ts'
import { neighbourName } from './neighbours.ts'

export function ofHandover({ fact }: StoryLine): Readonly<Record<string, string>> {
  const neighbour = fact['neighbour']
  if (typeof neighbour !== 'string') return {}
  const name = fact['by_name']
  return { neighbour: neighbourName(neighbour), by_name: typeof name === 'string' ? name : '' }
}
