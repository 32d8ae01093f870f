// Calling a number back: written down first, dialled then. Who is called is on the call-back list.
import { Act } from '../../../acts.svelte.ts'
import { session } from '../../../session.svelte.ts'
import { toasts } from '../../../toasts.svelte.ts'
import type { CallBackCard } from '../../../wire.ts'
import { room } from '../room.svelte.ts'
import { telephone } from '../telephone.svelte.ts'
import { calls } from './calls.svelte.ts'
import { troubleWords } from './trouble.ts'
import { t } from './words.ts'

export async function dialBack(
  card: Pick<CallBackCard, 'contact_id' | 'number'>,
  act: Act,
): Promise<void> {
  const { contact_id, number } = card
  if (telephone.now.phase !== 'ready' || telephone.now.call) {
    toasts.notice(t('callback.no_phone'), 'bad')
    return
  }
  if (!number) return
  const tried = { contact_id, taker: session().account_id }
  if (!(await act.run('lines', 'try-call-back', tried))) return
  room.show('contact', contact_id)
  const done = await telephone.now.dial(number, contact_id)
  if (!done.ok) toasts.notice(troubleWords(done.why), 'bad')
}

/** `K`: the topmost number that may be called. */
export function dialFirst(): void {
  const head = calls.callBacks.find(
    ({ head: { number, safety } }) => number && (!safety || safety === 'safe'),
  )?.head
  if (!head) {
    toasts.notice(t('callback.none'))
    return
  }
  const act = new Act()
  void dialBack(head, act).then(() => {
    if (act.message) toasts.notice(act.message, 'bad')
  })
}
