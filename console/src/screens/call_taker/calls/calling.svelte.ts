// Calling somebody outside: written down first, dialled then. Out of a conversation with a caller
// they are spoken to alone at first: the caller waits on hold and comes in by one key.
import { Act } from '../../../acts.svelte.ts'
import { toasts } from '../../../toasts.svelte.ts'
import { telephone } from '../telephone.svelte.ts'
import type { Callee } from './callee.ts'
import { talking, tell } from './talking.svelte.ts'
import { troubleWords } from './trouble.ts'

/** Whether the telephone of this page can call now; else the link is the computer's own. */
export const dials = () => telephone.now.phase === 'ready'

/** `alone`: the caller waits on hold until the taker lets him in. True once they picked up. */
export async function callOut(callee: Callee, act: Act, { alone = true } = {}): Promise<boolean> {
  const talk = talking.now
  if (talk?.here && (talk.calling || talk.listening || talk.others.length)) {
    toasts.notice(troubleWords('already_talking'), 'bad')
    return false
  }
  const { to, id, number, incident } = callee
  const placed = await act.run('lines', 'place-call', {
    to,
    ...(id && { callee: id }),
    ...(to === 'person' && { number }),
    ...(incident && { incident_id: incident }),
    ...(talk?.card && { contact_id: talk.contact_id }),
  })
  if (!placed?.id) {
    if (act.message) toasts.notice(act.message, 'bad')
    return false
  }
  if (!talk?.here) return tell(await telephone.now.dial(number, placed.id))
  if (alone) await talking.hold(true)
  const done = await telephone.now.join(number, placed.id)
  if (!done.ok && talking.now?.held && !talking.now.others.length) await talking.hold(false)
  return tell(done)
}
