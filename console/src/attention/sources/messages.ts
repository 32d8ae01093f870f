// Messages: those that wait for a first answer, new ones of open incidents, and one given to me.
// One ring for each kind; the queue lists them, and whom F2 answers comes first.
import { live } from '../../live.svelte.ts'
import { room } from '../../screens/call_taker/room.svelte.ts'
import { here } from '../../session.svelte.ts'
import type { QueueCard } from '../../wire.ts'
import type { Ring } from '../model.ts'
import { t } from '../words.ts'

export function messages(): Ring[] {
  const unread = room.waiting.filter((card) => card.unread > 0)
  const fresh = unread.filter((card) => !card.incident_id)
  const known = unread.filter((card) => card.incident_id)
  const me = here.session?.account_id
  const handed = [...live.board('queue').values()].filter(
    (card) => card.handed_by && card.answered_by === me,
  )
  return [
    ...all(fresh, {
      cause: 'waiting',
      tone: 'ring',
      urgency: 1,
      words: t('waiting', { count: fresh.length }),
    }),
    ...all(known, {
      cause: 'message',
      tone: 'ping',
      urgency: 3,
      words: t('message', { count: known.length }),
    }),
    ...all(handed, { cause: 'handed', tone: 'ping', urgency: 3, words: t('handed') }),
  ]
}

function all(
  cards: readonly QueueCard[],
  ring: Pick<Ring, 'cause' | 'tone' | 'urgency' | 'words'>,
): Ring[] {
  const first = cards[0]
  if (!first) return []
  const since = (card: QueueCard) => card.handed_at ?? card.waiting_since_at ?? card.last_message_at
  const times = cards.map(since).sort()
  return [
    {
      ...ring,
      id: ring.cause,
      key: `${ring.cause}/${times.at(-1) ?? ''}`, // one more that waits is said anew
      priority: ring.urgency === 1 ? 'P2' : 'P3', // nobody knows yet
      since_at: times[0] ?? first.last_message_at,
      acts: [],
      opens: ['call_taker', 'contact', first.contact_id],
    },
  ]
}
