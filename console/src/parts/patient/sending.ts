// How a word about a patient leaves the page: at once in the room and at the hospital, through the
// outbox of a crew's phone. The parts do not know which.
import { sentence } from '../../acts.svelte.ts'
import { command } from '../../request.ts'

export interface Sent {
  readonly ok: boolean
  readonly why: string // said to the person when it was refused, or that it waits
}

export type Send = (name: string, body: Readonly<Record<string, unknown>>) => Promise<Sent>

/** Straight to the desk; it is there or it is refused. */
export const atOnce: Send = async (name, body) => {
  const answer = await command('patients', name, body)
  return answer.ok ? { ok: true, why: '' } : { ok: false, why: sentence(answer) }
}
