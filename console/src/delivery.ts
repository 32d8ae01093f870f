// "The page shows it": a device says by itself that a job or task has arrived. Not yet taken by a person.
import { command } from './request.ts'
import { uuid7 } from './ids.ts'

const AGAIN_MS = 5_000

const told = new Set<string>()

/**
 * Tells it once per page and `round` (a task can be sent a second time), again until the server was
 * reached. `key` names the id field.
 */
export async function confirmDelivery(
  desk: 'dispatch' | 'agencies',
  key: 'dispatch_id' | 'referral_id',
  subject: string,
  round = '',
): Promise<void> {
  if (told.has(subject + round)) return
  told.add(subject + round)
  const body = { command_id: uuid7(), [key]: subject }
  for (;;) {
    const answer = await command(desk, 'confirm-delivery', body)
    if (answer.ok) return
    if (answer.status !== 0 && answer.status !== 429 && answer.status < 500) return
    await new Promise((done) => setTimeout(done, AGAIN_MS))
  }
}
