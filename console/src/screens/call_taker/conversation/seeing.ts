// "A person has this open": told once for each newest message, after a moment of looking.
import { command } from '../../../api.ts'
import type { QueueCard } from '../../../wire.ts'
import { newestOfTheirs } from './thread.ts'

const LOOK_MS = 900 // who only passes through the queue has read nothing

const told = new Set<string>()

/** Starts a look at the card's newest message; the returned function ends it. */
export function look(card: QueueCard): () => void {
  const newest = newestOfTheirs(card.messages)?.message_id
  if (!newest || newest === card.seen_message || told.has(newest)) return () => undefined
  const timer = setTimeout(() => void tell(card.contact_id, newest), LOOK_MS)
  return () => clearTimeout(timer)
}

async function tell(contact_id: string, message_id: string): Promise<void> {
  if (document.visibilityState !== 'visible' || told.has(message_id)) return
  told.add(message_id)
  const answer = await command('conversation', 'see-messages', { contact_id, message_id })
  if (!answer.ok && answer.status === 0) told.delete(message_id) // the server was not reached
}
